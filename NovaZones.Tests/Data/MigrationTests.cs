using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data;

public sealed class MigrationTests
{
    [Fact]
    public void Migrations_OfSqlite_HaveNoPendingModelChanges() => AssertUpToDate(new SqliteDesignTimeFactory());

    [Fact]
    public void Migrations_OfSqlServer_HaveNoPendingModelChanges() => AssertUpToDate(new SqlServerDesignTimeFactory());

    [Fact]
    public void Migrations_OfBothDatabases_HaveTheSameNames()
    {
        using var sqlite = new SqliteDesignTimeFactory().CreateDbContext([]);
        using var sqlServer = new SqlServerDesignTimeFactory().CreateDbContext([]);

        Assert.Equal(Names(sqlite), Names(sqlServer));
    }

    [Fact]
    public async Task Migrations_OfSqlite_LeaveWhatEveryClaimWritesWithoutRowIds()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = await database.Services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

        var tables = await db.Database.SqlQuery<string>($"SELECT name AS Value FROM pragma_table_list WHERE wr = 1").ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Allocations", "Explanations", "Instances"], tables.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Names(ZoneDbContext db) => db.Database.GetMigrations().Select(id => id[(id.IndexOf('_') + 1)..]);

    private static void AssertUpToDate<T>(IDesignTimeDbContextFactory<T> factory)
        where T : ZoneDbContext
    {
        using var db = factory.CreateDbContext([]);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changes that no migration holds; run eng/add-migration.sh NAME.");
    }
}
