using Microsoft.EntityFrameworkCore;
using NovaZones.Data;
using NovaZones.Data.Operations;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Operations;

public sealed class DatabaseInspectorTests
{
    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task InspectAsync_MigratedDatabase_TellsSizeAndMigrations(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var token = TestContext.Current.CancellationToken;

        var facts = await new DatabaseInspector(database.Contexts, TimeProvider.System).InspectAsync(token);

        await using var db = await database.Contexts.CreateDbContextAsync(token);
        Assert.Equal(provider, facts.Provider);
        Assert.True(facts.Bytes > 0);
        Assert.Equal(db.Database.GetMigrations(), facts.Migrations);
        Assert.Empty(facts.Pending);
        Assert.DoesNotContain("assword", facts.Place, StringComparison.OrdinalIgnoreCase);
    }
}
