using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class CompactClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reservations_State_CreatedAt_Id",
                table: "Reservations");

            migrationBuilder.CreateIndex(
                name: "IX_Reservations_State_CreatedAt_Id",
                table: "Reservations",
                columns: new[] { "State", "CreatedAt", "Id" },
                filter: "State <> 1");

            migrationBuilder.AlterColumn<string>(
                name: "Json",
                table: "Explanations",
                type: "nvarchar(max)",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "nvarchar(max)");

            migrationBuilder.AddColumn<byte[]>(
                name: "Packed",
                table: "Explanations",
                type: "varbinary(max)",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reservations_State_CreatedAt_Id",
                table: "Reservations");

            migrationBuilder.CreateIndex(
                name: "IX_Reservations_State_CreatedAt_Id",
                table: "Reservations",
                columns: new[] { "State", "CreatedAt", "Id" });

            migrationBuilder.DropColumn(
                name: "Packed",
                table: "Explanations");

            migrationBuilder.AlterColumn<string>(
                name: "Json",
                table: "Explanations",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "nvarchar(max)",
                oldNullable: true);
        }
    }
}
