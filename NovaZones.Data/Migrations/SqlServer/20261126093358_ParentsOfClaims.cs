using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ParentsOfClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reservations_PlanId",
                table: "Reservations");

            migrationBuilder.AddColumn<Guid>(
                name: "ParentZoneId",
                table: "Reservations",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Reservations_ParentZoneId_Id",
                table: "Reservations",
                columns: new[] { "ParentZoneId", "Id" },
                filter: "ParentZoneId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Reservations_PlanId",
                table: "Reservations",
                column: "PlanId",
                unique: true,
                filter: "PlanId IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reservations_ParentZoneId_Id",
                table: "Reservations");

            migrationBuilder.DropIndex(
                name: "IX_Reservations_PlanId",
                table: "Reservations");

            migrationBuilder.DropColumn(
                name: "ParentZoneId",
                table: "Reservations");

            migrationBuilder.CreateIndex(
                name: "IX_Reservations_PlanId",
                table: "Reservations",
                column: "PlanId",
                filter: "PlanId IS NOT NULL");
        }
    }
}
