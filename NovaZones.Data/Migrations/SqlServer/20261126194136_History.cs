using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ChildEvents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ChildZoneId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Health = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChildEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ChildEvents_ChildZones_ChildZoneId",
                        column: x => x.ChildZoneId,
                        principalTable: "ChildZones",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "HostSamples",
                columns: table => new
                {
                    Shard = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Data = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HostSamples", x => new { x.Shard, x.At });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ChildEvents_ChildZoneId_At",
                table: "ChildEvents",
                columns: new[] { "ChildZoneId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_HostSamples_At",
                table: "HostSamples",
                column: "At");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChildEvents");

            migrationBuilder.DropTable(
                name: "HostSamples");
        }
    }
}
