using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.SqlServer
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
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    ReplicaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Body = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Changes", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "FeedHeads",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Ledger = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FeedHeads", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OpenClaims",
                columns: table => new
                {
                    ReservationId = table.Column<string>(type: "nvarchar(14)", maxLength: 14, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ReplicaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OpenClaims", x => x.ReservationId);
                });

            migrationBuilder.CreateTable(
                name: "WorkLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Holder = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Beat = table.Column<long>(type: "bigint", nullable: false),
                    Fencing = table.Column<long>(type: "bigint", nullable: false),
                    BeatAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false)
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
