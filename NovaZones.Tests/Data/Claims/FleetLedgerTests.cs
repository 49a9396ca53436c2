using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

/// <summary>The ledger over a real file: races, and commits of which nobody knows whether they count.</summary>
public sealed class FleetLedgerTests
{
    private static readonly PlacementContext Context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}"""), ("cpu", 1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decide_TwentyForTheLastSlot_OneGetsIt()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 1);

        // All planned on the same picture, in which the slot is free.
        var slots = zone.Plan();
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => zone.ClaimAsync(slots), Token)));

        Assert.Equal(1, taken.Count(t => t == 1));
        Assert.Equal(1, await zone.StoredAsync());
    }

    [Fact]
    public async Task Decide_CommitFailsButIsDurable_AnswersAndCountsIt()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 2);
        (zone.Store.FailsNext, zone.Store.IsDurable) = (true, true);

        Assert.Equal(1, await zone.ClaimAsync(zone.Plan()));

        Assert.Equal(1, zone.View.Current.Find("h1")!.InstanceCount);
        Assert.Equal(1, await zone.ClaimAsync(zone.Plan()));
        Assert.Equal(0, await zone.ClaimAsync(zone.Plan()));
        Assert.Equal(2, await zone.StoredAsync());
    }

    [Fact]
    public async Task Decide_CommitFailsAndIsNotDurable_SaysThatItIsNotKnownAndGoesOn()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 1);
        zone.Store.FailsNext = true;

        await Assert.ThrowsAsync<UncertainCommitException>(() => zone.ClaimAsync(zone.Plan()));

        Assert.Equal(1, await zone.ClaimAsync(zone.Plan()));
        Assert.Equal(1, await zone.StoredAsync());
    }

    [Fact]
    public async Task Decide_CommitIsDurableAndTheFleetCannotBeRead_DecidesNothingUntilItCan()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 1);
        (zone.Store.FailsNext, zone.Store.IsDurable, zone.Store.FailingLoads) = (true, true, 2);
        var slots = zone.Plan();

        // What it holds in memory has a free slot, which is taken in the file.
        await Assert.ThrowsAsync<UncertainCommitException>(() => zone.ClaimAsync(slots));
        await Assert.ThrowsAsync<StoreFaultException>(() => zone.ClaimAsync(slots));
        Assert.Equal(0, await zone.ClaimAsync(slots));

        Assert.Equal(1, await zone.StoredAsync());
    }

    [Fact]
    public async Task Decide_OneOfAGroupIsRolledBack_LeavesWhatOthersDecided()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 8);

        var left = await zone.Ledger.DecideAsync(
            batch =>
            {
                var host = batch.Find("h1")!;
                ImmutableArray<AllocationPart> parts = [new(host.Id, ResourceClass.Vcpu, 1)];
                batch.PutHost(host.WithInstance(parts), reportChanged: false);
                var mark = batch.Mark();
                batch.PutHost(batch.Find("h1")!.WithInstance(parts), reportChanged: false);
                var seen = batch.Working.Find("h1")!.InstanceCount;
                batch.PutHost(batch.Find(host.Id)!.WithInstance(parts), reportChanged: false);
                batch.RemoveHost(batch.Find("h1")!);
                batch.PutHost(Stored.Host("h2"), reportChanged: true);
                batch.PutHost(batch.Find("h2")! with { Generation = 2 }, reportChanged: true);
                Assert.Null(batch.Find(host.Id));
                batch.Rollback(mark);
                return (seen, Found: batch.Find(host.Id)!.InstanceCount, Working: batch.Working.Find("h1")!.InstanceCount, Other: batch.Working.Find("h2"));
            },
            Token);

        Assert.Equal((2, 1, 1, null), left);
        Assert.Equal(1, zone.View.Current.Find("h1")!.InstanceCount);
    }

    [Fact]
    public async Task Decide_NewHostsAreRolledBack_LeavesThoseBefore()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 8);

        var left = await zone.Ledger.DecideAsync(
            batch =>
            {
                batch.PutHost(Stored.Host("h2"), reportChanged: true);
                var mark = batch.Mark();
                batch.PutHost(Stored.Host("h3"), reportChanged: true);
                var seen = batch.Working.Find("h3") is not null && batch.Working.Count == 3;
                batch.PutHost(Stored.Host("h4"), reportChanged: true);
                batch.Rollback(mark);
                return (seen, string.Join(' ', batch.Working.Hosts.Select(h => h.Name)));
            },
            Token);

        Assert.Equal((true, "h1 h2"), left);
        Assert.Equal(["h1", "h2"], zone.View.Current.Hosts.Select(h => h.Name));
    }

    private sealed class Zone : IAsyncDisposable
    {
        private readonly TestDatabase _database;

        private Zone(TestDatabase database)
        {
            _database = database;
            Store = new FailingCommits(database.Services.GetRequiredService<IClaimStore>());
            Ledger = new FleetLedger(Store, View, new ChangeFeed(), TimeProvider.System, NullLogger<FleetLedger>.Instance);
        }

        public FailingCommits Store { get; }

        public FleetView View { get; } = new();

        public FleetLedger Ledger { get; }

        public static async Task<Zone> CreateAsync(long vcpus)
        {
            var zone = new Zone(await TestDatabase.CreateAsync(DatabaseProvider.Sqlite));
            var host = Stored.Host("h1");
            await zone.Store.CommitAsync(
                Stored.Added(host with
                {
                    Heartbeat = new Heartbeat(TimeProvider.System.GetUtcNow()),
                    Providers = [host.Providers[0] with { Inventories = [new InventoryUsage(ResourceClass.Vcpu, new Inventory(vcpus), 0)] }],
                }),
                Token);
            await zone.Ledger.LoadAsync(Token);
            await zone.Ledger.StartAsync(Token);
            return zone;
        }

        public ImmutableArray<Slot> Plan() => Planner.Plan(View.Current, Context with { Now = TimeProvider.System.GetUtcNow() }, 1).Slots;

        /// <summary>Claims planned slots and says how many were taken.</summary>
        public Task<int> ClaimAsync(ImmutableArray<Slot> slots) => Ledger.DecideAsync(
            batch =>
            {
                var reservation = Stored.Reservation();
                var taken = slots.IsEmpty ? [] : SlotClaim.Take(batch, slots, Context, []);
                foreach (var slot in taken)
                {
                    batch.SaveInstance(Stored.InstanceOn(batch.Find(slot.HostId)!, reservation.Id), isNew: true);
                }

                batch.SaveReservation(reservation with { Placed = taken.Length, State = taken.IsEmpty ? ReservationState.Refused : ReservationState.Placed });
                return taken.Length;
            },
            Token);

        /// <summary>Cores in use, from the file alone.</summary>
        public async Task<long> StoredAsync()
        {
            var loaded = await Store.LoadAsync(Token);
            Assert.Equal(loaded.LocalInstances.Count, loaded.Hosts.Single().InstanceCount);
            return loaded.Hosts.Single().Sum(ResourceClass.Vcpu).Used;
        }

        public async ValueTask DisposeAsync()
        {
            await Ledger.StopAsync(CancellationToken.None);
            Ledger.Dispose();
            await _database.DisposeAsync();
        }
    }
}
