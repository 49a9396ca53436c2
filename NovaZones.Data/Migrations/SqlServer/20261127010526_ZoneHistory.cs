using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ZoneHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ZoneSamples",
                columns: table => new
                {
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Span = table.Column<long>(type: "bigint", nullable: false),
                    Placed = table.Column<long>(type: "bigint", nullable: false),
                    Refused = table.Column<long>(type: "bigint", nullable: false),
                    HostsUp = table.Column<int>(type: "int", nullable: false),
                    HostsDown = table.Column<int>(type: "int", nullable: false),
                    HostsDisabled = table.Column<int>(type: "int", nullable: false),
                    Data = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ZoneSamples", x => x.At);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ZoneSamples");
        }
    }
}
