using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
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
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Span = table.Column<long>(type: "INTEGER", nullable: false),
                    Placed = table.Column<long>(type: "INTEGER", nullable: false),
                    Refused = table.Column<long>(type: "INTEGER", nullable: false),
                    HostsUp = table.Column<int>(type: "INTEGER", nullable: false),
                    HostsDown = table.Column<int>(type: "INTEGER", nullable: false),
                    HostsDisabled = table.Column<int>(type: "INTEGER", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false)
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
