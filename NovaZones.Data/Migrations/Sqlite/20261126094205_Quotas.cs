using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Quotas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GrantedLeases",
                columns: table => new
                {
                    ChildZoneId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Tenant = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Offered = table.Column<string>(type: "TEXT", nullable: false),
                    Held = table.Column<string>(type: "TEXT", nullable: false),
                    Reported = table.Column<string>(type: "TEXT", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GrantedLeases", x => new { x.ChildZoneId, x.Tenant });
                });

            migrationBuilder.CreateTable(
                name: "Quotas",
                columns: table => new
                {
                    Tenant = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Limits = table.Column<string>(type: "TEXT", nullable: false),
                    GovernedByParent = table.Column<bool>(type: "INTEGER", nullable: false),
                    LeasePercent = table.Column<int>(type: "INTEGER", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Quotas", x => x.Tenant);
                });

            migrationBuilder.CreateTable(
                name: "ReceivedLeases",
                columns: table => new
                {
                    ParentZoneId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Tenant = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Allowed = table.Column<string>(type: "TEXT", nullable: false),
                    EndsAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReceivedLeases", x => new { x.ParentZoneId, x.Tenant });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GrantedLeases");

            migrationBuilder.DropTable(
                name: "Quotas");

            migrationBuilder.DropTable(
                name: "ReceivedLeases");
        }
    }
}
