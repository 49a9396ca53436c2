using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class LeanIntents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_State_CreatedAt",
                table: "Instances");

            migrationBuilder.CreateIndex(
                name: "IX_Instances_State_CreatedAt",
                table: "Instances",
                columns: new[] { "State", "CreatedAt" },
                filter: "State > 1");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_State_CreatedAt",
                table: "Instances");

            migrationBuilder.CreateIndex(
                name: "IX_Instances_State_CreatedAt",
                table: "Instances",
                columns: new[] { "State", "CreatedAt" },
                filter: "State <> 1");
        }
    }
}
