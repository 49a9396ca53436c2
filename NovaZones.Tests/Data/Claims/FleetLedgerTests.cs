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
    public async Task Decide_GroupFailsWhileTheNextIsDecidedOnTop_TheNextIsDecidedAnewOnWhatIsStored()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 20);
        var slots = zone.Plan();
        var (first, second) = await FillPipelineAsync(zone, slots, isFailing: true);

        // Two of each group; the first group came to nothing, and so did what the second one saw of it.
        foreach (var claim in first)
        {
            await Assert.ThrowsAsync<UncertainCommitException>(() => claim);
        }

        Assert.All(await Task.WhenAll(second), taken => Assert.Equal(1, taken));
        Assert.Equal(second.Count, zone.View.Current.Find("h1")!.InstanceCount);
        Assert.Equal(second.Count, await zone.StoredAsync());
        Assert.Equal(second.Count, (await zone.OnHostAsync()).Count);
    }

    [Fact]
    public async Task Decide_NextGroupIsDecidedOnTop_SeesWhatIsBeingWrittenAndIsAnsweredAfterIt()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 3);
        var (first, second) = await FillPipelineAsync(zone, zone.Plan(), isFailing: false);

        Assert.All(await Task.WhenAll(first), taken => Assert.Equal(1, taken));

        // One core was left for the second group.
        Assert.Equal(1, (await Task.WhenAll(second)).Sum());
        Assert.Equal(3, await zone.StoredAsync());
        Assert.Equal(3, (await zone.OnHostAsync()).Count);
    }

    [Fact]
    public async Task Decide_ReleaseOfWhatIsBeingWritten_GivesItBackOnce()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 3);
        var slots = zone.Plan();
        var ids = new List<Guid>();
        using var gate = zone.Store.HoldNext();
        var claims = await zone.ClaimTogetherAsync(slots, 2, ids);
        await gate.Entered.WaitAsync(Token);
        var seen = zone.Ledger.DecideAsync(batch => batch.InstancesOn(slots[0].HostId).Count, Token);
        var releases = Enumerable.Range(0, 2).Select(_ => zone.Ledger.DecideAsync(batch => SlotClaim.Release(batch, ids[0]), Token)).ToList();
        gate.Open();
        await Task.WhenAll(claims);

        Assert.Equal(2, await seen);
        Assert.Equal(1, (await Task.WhenAll(releases)).Count(released => released));
        Assert.Equal(1, await zone.StoredAsync());
        Assert.Equal([ids[1]], (await zone.OnHostAsync()).Select(i => i.Id));
        Assert.Equal(1, zone.View.Current.Find("h1")!.InstanceCount);
    }

    [Fact]
    public async Task Decide_NothingElseIsAsked_IsDoneWhenTheCallReturns()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 1);
        var slots = zone.Plan();

        // Where no test framework's context keeps threads apart; and the loop, started on another thread, must have come to its wait.
        await Task.Run(() => UntilLoopWaitsAsync(zone.Ledger), Token);
        var (isDone, isOwnThread) = await Task.Run(
            () =>
            {
                var decidedOn = 0;
                var claim = zone.ClaimAsync(slots, () => decidedOn = Environment.CurrentManagedThreadId);
                return (claim.IsCompletedSuccessfully, decidedOn == Environment.CurrentManagedThreadId);
            },
            Token);

        Assert.True(isDone);
        Assert.True(isOwnThread);
        Assert.Equal(1, await zone.StoredAsync());
    }

    [Fact]
    public async Task Decide_OthersAskMeanwhile_CallerIsNotKeptForThem()
    {
        await using var zone = await Zone.CreateAsync(vcpus: 1);
        using var isAsked = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Task.Run(
            () => zone.Ledger.DecideAsync(
                _ =>
                {
                    begun.TrySetResult();
                    return isAsked.Wait(TimeSpan.FromMinutes(1), Token);
                },
                Token),
            Token);
        await begun.Task;
        var second = zone.Ledger.DecideAsync(_ => mayEnd.Wait(TimeSpan.FromMinutes(1), Token), Token);
        isAsked.Set();

        Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.False(second.IsCompleted);
        mayEnd.Set();
        Assert.True(await second);
    }

    /// <summary>Asks until a decision is made on the asking thread. The loop is back in its wait when that returns.</summary>
    private static async Task UntilLoopWaitsAsync(FleetLedger ledger)
    {
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30); await Task.Yield())
        {
            var asking = Environment.CurrentManagedThreadId;
            var decision = ledger.DecideAsync(_ => Environment.CurrentManagedThreadId, Token);
            if (decision.IsCompletedSuccessfully && await decision == asking)
            {
                return;
            }

            await decision;
        }
    }

    /// <summary>Holds a group of two in its commit until a group of two more was decided on top of it.</summary>
    private static async Task<(List<Task<int>> First, List<Task<int>> Second)> FillPipelineAsync(Zone zone, ImmutableArray<Slot> slots, bool isFailing)
    {
        using var gate = zone.Store.HoldNext();
        zone.Store.FailsNext = isFailing;
        var first = await zone.ClaimTogetherAsync(slots, 2, []);
        await gate.Entered.WaitAsync(Token);
        var decided = new TaskCompletionSource();
        var second = new List<Task<int>> { zone.ClaimAsync(slots), zone.ClaimAsync(slots, () => decided.TrySetResult()) };
        await decided.Task.WaitAsync(Token);
        Assert.All(first.Concat(second), answer => Assert.False(answer.IsCompleted));
        gate.Open();
        return (first, second);
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
        /// <param name="slots">Planned.</param>
        /// <param name="decided">Called when it is decided, though not durable yet.</param>
        public Task<int> ClaimAsync(ImmutableArray<Slot> slots, Action? decided = null) => Ledger.DecideAsync(batch => Claim(batch, slots, decided, []), Token);

        /// <summary>Claims that form one group: the ledger is kept from deciding until all of them wait.</summary>
        public async Task<List<Task<int>>> ClaimTogetherAsync(ImmutableArray<Slot> slots, int count, List<Guid> ids)
        {
            using var all = new ManualResetEventSlim();
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

            // On a thread of its own: an idle ledger decides on its caller's.
            var blocker = Task.Run(
                () => Ledger.DecideAsync(
                    _ =>
                    {
                        begun.TrySetResult();
                        all.Wait(TimeSpan.FromMinutes(1));
                        return true;
                    },
                    Token),
                Token);
            await begun.Task;
            var claims = Enumerable.Range(0, count).Select(_ => Ledger.DecideAsync(batch => Claim(batch, slots, null, ids), Token)).ToList();
            all.Set();
            await blocker;
            return claims;
        }

        /// <summary>What the ledger says is on the host.</summary>
        public Task<IReadOnlyCollection<Instance>> OnHostAsync() => Ledger.DecideAsync(batch => batch.InstancesOn(batch.Find("h1")!.Id), Token);

        private static int Claim(LedgerBatch batch, ImmutableArray<Slot> slots, Action? decided, List<Guid> ids)
        {
            var reservation = Stored.Reservation();
            var taken = slots.IsEmpty ? [] : SlotClaim.Take(batch, slots, Context, []);
            foreach (var slot in taken)
            {
                var instance = Stored.InstanceOn(batch.Find(slot.HostId)!, reservation.Id);
                ids.Add(instance.Id);
                batch.SaveInstance(instance, isNew: true);
            }

            batch.SaveReservation(reservation with { Placed = taken.Length, State = taken.IsEmpty ? ReservationState.Refused : ReservationState.Placed });
            decided?.Invoke();
            return taken.Length;
        }

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
