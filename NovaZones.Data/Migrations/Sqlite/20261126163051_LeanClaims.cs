using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LeanClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_HostId_CreatedAt_Id",
                table: "Instances");

            migrationBuilder.AddColumn<long>(
                name: "Generations",
                table: "FeedHeads",
                type: "INTEGER",
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

            migrationBuilder.CreateIndex(
                name: "IX_Instances_HostId_CreatedAt_Id",
                table: "Instances",
                columns: new[] { "HostId", "CreatedAt", "Id" },
                filter: "HostId IS NOT NULL");
        }
    }
}
