using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Data.Claims;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

/// <summary>A process that is alone with its file does not store generations with claims, and yet no host ever gets one twice.</summary>
public sealed class GenerationReserveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CommitAsync_ClaimAndRelease_LeaveTheHostsRowAndNeverComeBackToAGeneration()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var host = Stored.Host("h1");
        var instance = Stored.InstanceOn(host, ReservationId.Create(), 3);
        Host released;
        using (var store = Alone(database))
        {
            await store.CommitAsync(Stored.Added(host), Token);
            var (changes, placed) = Stored.Placed(host, instance);
            await store.CommitAsync(changes, Token);
            released = placed.WithoutInstance(instance.Parts);
            await store.CommitAsync(Stored.NoChanges.With(hosts: [new HostChange(placed, released, false)], removedInstances: [instance.Id]), Token);
        }

        Assert.Equal([1L], await GenerationsAsync(database));

        // Not stopped but dropped, as by a kill: every start begins above all that came before it.
        var highest = released.Generation;
        for (var start = 0; start < 3; start++)
        {
            using var store = Alone(database);
            var loaded = Assert.Single((await store.LoadAsync(Token)).Hosts);
            Assert.True(loaded.Generation > highest, $"{loaded.Generation} is not above {highest}");
            Assert.Equal(0, loaded.InstanceCount);
            var (changes, placed) = Stored.Placed(loaded, Stored.InstanceOn(loaded, ReservationId.Create(), 1));
            await store.CommitAsync(changes, Token);
            await store.CommitAsync(
                Stored.NoChanges.With(hosts: [new HostChange(placed, placed.WithoutInstance(changes.Instances[0].Instance.Parts), false)], removedInstances: [changes.Instances[0].Instance.Id]), Token);
            highest = placed.Generation + 1;
        }
    }

    [Fact]
    public async Task CommitAsync_ReserveOfAnotherHostIsHigher_IsNeverLowered()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (busy, idle) = (Stored.Host("busy") with { Generation = 50_000_000 }, Stored.Host("idle"));
        using (var store = Alone(database))
        {
            await store.CommitAsync(Stored.Added(busy), Token);
            await Assert.ThrowsAnyAsync<Exception>(() => store.CommitAsync(Stored.Added(busy), Token));
            await store.CommitAsync(Stored.Added(idle), Token);
        }

        using var next = Alone(database);
        Assert.All((await next.LoadAsync(Token)).Hosts, host => Assert.True(host.Generation > busy.Generation));
    }

    [Fact]
    public async Task CommitAsync_ReportAndRemovalAfterClaims_AreWrittenUnlessTheRowIsNewer()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        using var store = Alone(database);
        var host = Stored.Host("h1");
        await store.CommitAsync(Stored.Added(host), Token);
        var (changes, placed) = Stored.Placed(host, Stored.InstanceOn(host, ReservationId.Create(), 2));
        await store.CommitAsync(changes, Token);
        var disabled = placed with { AdminState = AdminState.Disabled, Generation = placed.Generation + 1 };
        await store.CommitAsync(Stored.NoChanges.With(hosts: [new HostChange(placed, disabled, true)]), Token);

        Assert.Equal([disabled.Generation], await GenerationsAsync(database));
        Assert.Equal(AdminState.Disabled, Assert.Single((await store.LoadAsync(Token)).Hosts).AdminState);

        // The row is newer than what this change was decided on.
        await Assert.ThrowsAsync<StaleFleetException>(() => store.CommitAsync(
            Stored.NoChanges.With(hosts: [new HostChange(placed, disabled with { AdminState = AdminState.Enabled }, true)]), Token));
        await Assert.ThrowsAsync<StaleFleetException>(() => store.CommitAsync(Stored.NoChanges.With(removedHosts: [placed]), Token));

        await store.CommitAsync(Stored.NoChanges.With(removedHosts: [disabled with { Generation = disabled.Generation + 4 }]), Token);
        Assert.Empty((await store.LoadAsync(Token)).Hosts);
    }

    [Fact]
    public async Task LoadAsync_ByReplicasAfterAProcessAlone_StoresWhatEveryHostHasAtLeast()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var host = Stored.Host("h1");
        using (var store = Alone(database))
        {
            await store.CommitAsync(Stored.Added(host), Token);
            (var changes, host) = Stored.Placed(host, Stored.InstanceOn(host, ReservationId.Create(), 2));
            await store.CommitAsync(changes, Token);
        }

        using var replica = new SqlClaimStore(database.Contexts);
        var loaded = Assert.Single((await replica.LoadAsync(Token)).Hosts);

        Assert.True(loaded.Generation > host.Generation);
        Assert.Equal([loaded.Generation], await GenerationsAsync(database));

        // From here on the row decides: one claim on a generation, and a second load changes nothing.
        await replica.CommitAsync(Stored.Placed(loaded, Stored.InstanceOn(loaded, ReservationId.Create(), 1)).Changes, Token);
        await Assert.ThrowsAsync<StaleFleetException>(() => replica.CommitAsync(Stored.Placed(loaded, Stored.InstanceOn(loaded, ReservationId.Create(), 1)).Changes, Token));
        Assert.Equal(loaded.Generation + 1, Assert.Single((await replica.LoadAsync(Token)).Hosts).Generation);
    }

    private static SqlClaimStore Alone(TestDatabase database) => new(database.Contexts, isAlone: true);

    private static async Task<IReadOnlyList<long>> GenerationsAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        return await db.Database.SqlQuery<long>($"SELECT Generation AS Value FROM ResourceProviders WHERE ParentId IS NULL").ToListAsync(Token);
    }
}
