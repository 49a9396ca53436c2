using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class LeanClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Generations",
                table: "FeedHeads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.UpdateData(
                table: "FeedHeads",
                keyColumn: "Id",
                keyValue: 1,
                column: "Generations",
                value: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Generations",
                table: "FeedHeads");
        }
    }
}
