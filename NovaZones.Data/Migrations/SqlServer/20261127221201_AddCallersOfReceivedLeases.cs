using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddCallersOfReceivedLeases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Caller",
                table: "ReceivedLeases",
                type: "nvarchar(255)",
                maxLength: 255,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Caller",
                table: "ReceivedLeases");
        }
    }
}
