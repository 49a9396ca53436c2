using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Replicas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Changes",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    ReplicaId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "FeedHeads",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Ledger = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FeedHeads", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OpenClaims",
                columns: table => new
                {
                    ReservationId = table.Column<string>(type: "TEXT", maxLength: 14, nullable: false),
                    ReplicaId = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OpenClaims", x => x.ReservationId);
                });

            migrationBuilder.CreateTable(
                name: "WorkLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Holder = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Beat = table.Column<long>(type: "INTEGER", nullable: false),
                    Fencing = table.Column<long>(type: "INTEGER", nullable: false),
                    BeatAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkLeases", x => x.Name);
                });

            migrationBuilder.InsertData(
                table: "FeedHeads",
                columns: new[] { "Id", "Ledger", "Sequence" },
                values: new object[] { 1, 0L, 0L });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Changes");

            migrationBuilder.DropTable(
                name: "FeedHeads");

            migrationBuilder.DropTable(
                name: "OpenClaims");

            migrationBuilder.DropTable(
                name: "WorkLeases");
        }
    }
}
