using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NovaZones.Data.Migrations.Sqlite
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

            // Entity Framework knows no WITHOUT ROWID: the three tables that every claim writes are made anew by hand, with their key as
            // the only tree. A later migration that lets it rebuild one of them has to do the same; MigrationTests looks.
            migrationBuilder.Sql(
                """
                CREATE TABLE "Claims_new" (
                    "InstanceId" BLOB NOT NULL, "ProviderId" BLOB NOT NULL, "ResourceClassId" INTEGER NOT NULL, "Amount" INTEGER NOT NULL,
                    CONSTRAINT "PK_Allocations" PRIMARY KEY ("InstanceId", "ProviderId", "ResourceClassId")) WITHOUT ROWID;
                INSERT INTO "Claims_new" ("InstanceId", "ProviderId", "ResourceClassId", "Amount")
                    SELECT "InstanceId", "ProviderId", "ResourceClassId", "Amount" FROM "Allocations" ORDER BY "InstanceId", "ProviderId", "ResourceClassId";
                DROP TABLE "Allocations";
                ALTER TABLE "Claims_new" RENAME TO "Allocations";

                CREATE TABLE "Claims_new" (
                    "Id" BLOB NOT NULL CONSTRAINT "PK_Instances" PRIMARY KEY, "ReservationId" TEXT NOT NULL, "Ordinal" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL, "HostId" BLOB NULL, "HostName" TEXT NULL, "ChildZoneId" BLOB NULL, "ZonePath" TEXT NOT NULL,
                    "Score" REAL NOT NULL, "CreatedAt" INTEGER NOT NULL, "ServerGroup" TEXT NULL) WITHOUT ROWID;
                INSERT INTO "Claims_new" ("Id", "ReservationId", "Ordinal", "State", "HostId", "HostName", "ChildZoneId", "ZonePath", "Score", "CreatedAt", "ServerGroup")
                    SELECT "Id", "ReservationId", "Ordinal", "State", "HostId", "HostName", "ChildZoneId", "ZonePath", "Score", "CreatedAt", "ServerGroup"
                    FROM "Instances" ORDER BY "Id";
                DROP TABLE "Instances";
                ALTER TABLE "Claims_new" RENAME TO "Instances";
                CREATE INDEX "IX_Instances_ChildZoneId" ON "Instances" ("ChildZoneId") WHERE ChildZoneId IS NOT NULL;
                CREATE INDEX "IX_Instances_HostId_CreatedAt_Id" ON "Instances" ("HostId", "CreatedAt", "Id") WHERE HostId IS NOT NULL;
                CREATE INDEX "IX_Instances_ReservationId_Ordinal" ON "Instances" ("ReservationId", "Ordinal");
                CREATE INDEX "IX_Instances_State_CreatedAt" ON "Instances" ("State", "CreatedAt") WHERE State <> 1;

                CREATE TABLE "Claims_new" (
                    "ReservationId" TEXT NOT NULL CONSTRAINT "PK_Explanations" PRIMARY KEY, "Json" TEXT NULL, "CreatedAt" INTEGER NOT NULL,
                    "Packed" BLOB NULL) WITHOUT ROWID;
                INSERT INTO "Claims_new" ("ReservationId", "Json", "CreatedAt")
                    SELECT "ReservationId", "Json", "CreatedAt" FROM "Explanations" ORDER BY "ReservationId";
                DROP TABLE "Explanations";
                ALTER TABLE "Claims_new" RENAME TO "Explanations";
                """);
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
                type: "TEXT",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
