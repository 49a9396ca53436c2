using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HostAssignments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Host",
                table: "ApiTokens",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Acknowledgements",
                columns: table => new
                {
                    InstanceId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    HostId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Message = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Acknowledgements", x => x.InstanceId);
                });

            migrationBuilder.CreateTable(
                name: "HostLists",
                columns: table => new
                {
                    HostId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Instances = table.Column<string>(type: "TEXT", nullable: false),
                    Unknown = table.Column<string>(type: "TEXT", nullable: false),
                    ToldAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HostLists", x => x.HostId);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Acknowledgements_HostId",
                table: "Acknowledgements",
                column: "HostId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Acknowledgements");

            migrationBuilder.DropTable(
                name: "HostLists");

            migrationBuilder.DropColumn(
                name: "Host",
                table: "ApiTokens");
        }
    }
}
