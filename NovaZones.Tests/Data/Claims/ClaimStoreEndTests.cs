using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Data;
using NovaZones.Data.Claims;
using NovaZones.Data.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

/// <summary>The way down: what is being written is written, whoever takes the store away.</summary>
public sealed class ClaimStoreEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispose_WhileSomethingIsWritten_WaitsForIt()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var store = new SqlClaimStore(database.Services.GetRequiredService<IDbContextFactory<ZoneDbContext>>());
        await store.CommitAsync(Stored.Added(Stored.Host("h1")), Token);

        Task writing;
        Task ending;
        await using (var other = await database.Contexts.CreateDbContextAsync(Token))
        {
            // Somebody else has the file, so that the write is in the engine's hands for as long as we like.
            await other.Database.OpenConnectionAsync(Token);
            await other.Database.ExecuteSqlRawAsync("BEGIN IMMEDIATE", Token);
            writing = Task.Run(() => store.CommitAsync(Stored.Added(Stored.Host("h2")), Token), Token);
            await Task.Delay(TimeSpan.FromMilliseconds(300), Token);
            ending = Task.Run(store.Dispose, Token);
            await Task.Delay(TimeSpan.FromMilliseconds(300), Token);
            Assert.False(writing.IsCompleted);
            Assert.False(ending.IsCompleted);
            await other.Database.ExecuteSqlRawAsync("ROLLBACK", Token);
        }

        await writing;
        await ending;
        store.Dispose(); // a second time is no fault
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CommitAsync(Stored.Added(Stored.Host("h3")), Token));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.Equal(2, await db.Set<HostEntity>().CountAsync(Token));
    }
}
