using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Data.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

public sealed class SqlClaimStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task LoadAsync_HostWithEverything_ComesBackWhole(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var host = HostWithEverything("Ünïcode-Host");

        await store.CommitAsync(Stored.Added(host, Stored.Host("other")), Token);

        var loaded = await store.LoadAsync(Token);
        Assert.Equal(2, loaded.Hosts.Count);
        Assert.Equal(Stored.Describe(host), Stored.Describe(loaded.Hosts.Single(h => h.Id == host.Id)));
        Assert.Empty(loaded.LocalInstances);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task LoadAsync_HostWrittenBySql_ReadsAlikeThroughTheModel(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var host = Stored.Host("h1") with { Heartbeat = new Heartbeat(Stored.Noon.AddTicks(12_345_670)) };

        await Store(database).CommitAsync(Stored.Added(host), Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var row = await db.Set<HostEntity>().AsNoTracking().SingleAsync(h => h.Id == host.Id, Token);
        Assert.Equal(("h1", host.Heartbeat.LastReportAt), (row.Name, row.LastReportAt));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task LoadAsync_NamesThatDifferInCase_AreTwoHosts(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);

        await store.CommitAsync(Stored.Added(Stored.Host("node"), Stored.Host("Node")), Token);

        var loaded = await store.LoadAsync(Token);
        Assert.Equal(["Node", "node"], loaded.Hosts.Select(h => h.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task LoadAsync_AfterClaims_UsedIsTheSumOfAllocations(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var host = Stored.Host("h1");
        var (first, second) = (Stored.InstanceOn(host, ReservationId.Create(), 2), Stored.InstanceOn(host, ReservationId.Create(), 5));
        await store.CommitAsync(Stored.Added(host), Token);

        var (changes, one) = Stored.Placed(host, first);
        await store.CommitAsync(changes, Token);
        (changes, var two) = Stored.Placed(one, second);
        await store.CommitAsync(changes, Token);

        var loaded = await store.LoadAsync(Token);
        Assert.Equal(Stored.Describe(two), Stored.Describe(Assert.Single(loaded.Hosts)));
        Assert.Equal(7, loaded.Hosts[0].Sum(ResourceClass.Vcpu).Used);
        Assert.Equal(2, loaded.Hosts[0].InstanceCount);
        Assert.Equal(new[] { first, second }.Select(Stored.Describe).Order(), loaded.LocalInstances.Select(Stored.Describe).Order());
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_StaleGeneration_WritesNothingOfTheGroup(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var (fresh, raced) = (Stored.Host("fresh"), Stored.Host("raced"));
        var newcomer = Stored.Host("newcomer");
        newcomer = newcomer with { Providers = [newcomer.Providers[0] with { Inventories = [new InventoryUsage("CUSTOM_NEW", new Inventory(1), 0)] }] };
        await store.CommitAsync(Stored.Added(fresh, raced), Token);
        var (elsewhere, after) = Stored.Placed(raced, Stored.InstanceOn(raced, ReservationId.Create()));
        await store.CommitAsync(elsewhere, Token);
        var reservation = Stored.Reservation();
        var (onFresh, onRaced) = (Stored.InstanceOn(fresh, reservation.Id), Stored.InstanceOn(raced, reservation.Id));

        await Assert.ThrowsAsync<StaleFleetException>(() => store.CommitAsync(
            Stored.NoChanges.With(
                hosts:
                [
                    new HostChange(null, newcomer, true),
                    new HostChange(fresh, fresh.WithInstance(onFresh.Parts), false),
                    new HostChange(raced, raced.WithInstance(onRaced.Parts), false),
                ],
                instances: [new InstanceChange(onFresh, true), new InstanceChange(onRaced, true)],
                reservations: [reservation]),
            Token));

        var loaded = await store.LoadAsync(Token);
        Assert.Equal(new[] { fresh, after }.Select(Stored.Describe).Order(), loaded.Hosts.Select(Stored.Describe).Order());
        Assert.Single(loaded.LocalInstances);
        Assert.Null(await Reservations(database).FindAsync(reservation.Id, Token));

        // The class that was first seen in the failed group gets its number in the next one.
        await store.CommitAsync(Stored.Added(newcomer), Token);
        Assert.Contains(Stored.Describe(newcomer), (await store.LoadAsync(Token)).Hosts.Select(Stored.Describe));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_TwentyOnOneGeneration_OneClaims(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var host = Stored.Host("h1");
        await Store(database).CommitAsync(Stored.Added(host), Token);

        // A store each, as replicas have: the port itself is called by one at a time.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            using var replica = new NovaZones.Data.Claims.SqlClaimStore(database.Contexts);
            try
            {
                await replica.CommitAsync(Stored.Placed(host, Stored.InstanceOn(host, ReservationId.Create(), 16)).Changes, Token);
                return true;
            }
            catch (StaleFleetException)
            {
                return false;
            }
        })));

        Assert.Equal(1, outcomes.Count(claimed => claimed));
        Assert.Equal(16, (await Store(database).LoadAsync(Token)).Hosts[0].Sum(ResourceClass.Vcpu).Used);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_HostKnownToAnotherReplica_IsStale(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var host = Stored.Host("h1");
        await store.CommitAsync(Stored.Added(host), Token);

        await Assert.ThrowsAsync<StaleFleetException>(() => store.CommitAsync(Stored.Added(Stored.Host("h1")), Token));

        Assert.Equal([host.Id], (await store.LoadAsync(Token)).Hosts.Select(h => h.Id));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_ReportWithOtherProviders_LeavesWhatIsUnchanged(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var before = HostWithEverything("h1");
        await store.CommitAsync(Stored.Added(before), Token);

        // The first card goes, one comes, the root loses a class and gets another, the numa node moves up.
        var root = before.Providers[0] with
        {
            Inventories = [new InventoryUsage("CUSTOM_FPGA", new Inventory(2), 0), before.Providers[0].Inventories[0] with { Inventory = new Inventory(99, 1) }],
            Traits = ["HW_NEW"],
        };
        var after = before with
        {
            Generation = 2,
            Providers = [root, before.Providers[2], Stored.Provider("gpu9", 0, new InventoryUsage("GPU_MILLI", new Inventory(1000), 0))],
            Capabilities = before.Capabilities.Remove("text").SetItem("number", CapabilityValue.FromNumber(7)),
            AdminState = AdminState.Enabled,
            DisabledReason = null,
        };
        await store.CommitAsync(Stored.NoChanges.With(hosts: [new HostChange(before, after, true)]), Token);

        Assert.Equal(Stored.Describe(after), Stored.Describe(Assert.Single((await store.LoadAsync(Token)).Hosts)));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_RemovedHost_TakesProvidersAndInventoriesAlong(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var (host, successor) = (HostWithEverything("h1"), Stored.Host("h1"));
        await store.CommitAsync(Stored.Added(host), Token);

        await store.CommitAsync(Stored.Added(successor).With(removedHosts: [host]), Token);

        Assert.Equal(Stored.Describe(successor), Stored.Describe(Assert.Single((await store.LoadAsync(Token)).Hosts)));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.Equal(1, await db.Set<ResourceProviderEntity>().CountAsync(Token));
        Assert.Equal(1, await db.Set<InventoryEntity>().CountAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_InstanceReleased_GivesBackItsAllocations(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var host = Stored.Host("h1");
        var instance = Stored.InstanceOn(host, ReservationId.Create(), 4);
        await store.CommitAsync(Stored.Added(host), Token);
        var (changes, placed) = Stored.Placed(host, instance);
        await store.CommitAsync(changes, Token);

        var released = placed.WithoutInstance(instance.Parts);
        await store.CommitAsync(
            Stored.NoChanges.With(hosts: [new HostChange(placed, released, false)], removedInstances: [instance.Id, Guid.CreateVersion7()]), Token);

        var loaded = await store.LoadAsync(Token);
        Assert.Equal(Stored.Describe(released), Stored.Describe(Assert.Single(loaded.Hosts)));
        Assert.Equal((3, 0, 0L), (loaded.Hosts[0].Generation, loaded.LocalInstances.Count, loaded.Hosts[0].Sum(ResourceClass.Vcpu).Used));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_KnownInstanceAndReservation_AreOverwritten(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var (store, reservations) = (Store(database), Reservations(database));
        var reservation = Stored.Reservation(ReservationState.Claiming);
        var instance = Stored.InstanceOfChild(Guid.CreateVersion7(), reservation.Id, InstanceState.Claiming);
        await store.CommitAsync(
            Stored.NoChanges.With(
                instances: [new InstanceChange(instance, true)],
                reservations: [reservation],
                explanations: [Stored.Explanation(reservation, "1")]),
            Token);

        instance = instance with { State = InstanceState.Placed, ZonePath = "zone1!paris!rack7", Score = 1.25, HostName = "told" };
        reservation = FullReservation(reservation.Id);
        await store.CommitAsync(
            Stored.NoChanges.With(
                instances: [new InstanceChange(instance, false)],
                reservations: [reservation],
                explanations: [Stored.Explanation(reservation, "2")]),
            Token);

        Assert.Equal(reservation, await reservations.FindAsync(reservation.Id, Token));
        Assert.Equal(Stored.Describe(instance), Stored.Describe(Assert.Single(await reservations.ListInstancesAsync(reservation.Id, Token))));
        Assert.Contains("\"summary\":\"2\"", await reservations.FindExplanationAsync(reservation.Id, Token), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_EndOfAReservation_ChangesWhatEndsAndNothingElse(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var (store, reservations) = (Store(database), Reservations(database));
        var full = FullReservation(ReservationId.Create());
        var begun = full with { State = ReservationState.Claiming, Placed = 0, ReleasedAt = null, Reason = null, AnswerStatus = 0, AnswerJson = null, PendingUntil = null };
        await store.CommitAsync(Stored.NoChanges.With(reservations: [begun]), Token);

        // What is set once is not written again, whatever the end says of it.
        await store.CommitAsync(Stored.NoChanges.With(ends: [full with { Name = "other", IdempotencyKey = "other", ClaimId = null, RequestJson = "{}" }]), Token);
        Assert.Equal(full, await reservations.FindAsync(full.Id, Token));

        // One whose row is gone is written whole.
        var unknown = FullReservation(ReservationId.Create()) with { IdempotencyKey = null, ClaimId = null, PlanId = null };
        await store.CommitAsync(Stored.NoChanges.With(ends: [unknown]), Token);
        Assert.Equal(unknown, await reservations.FindAsync(unknown.Id, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_InstanceThatIsGone_IsStale(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var instance = Stored.InstanceOfChild(Guid.CreateVersion7(), ReservationId.Create(), InstanceState.Placed);

        await Assert.ThrowsAsync<StaleFleetException>(() => Store(database).CommitAsync(
            Stored.NoChanges.With(instances: [new InstanceChange(instance, false)]), Token));

        Assert.Null(await Reservations(database).FindInstanceAsync(instance.Id, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_SameRetryKeyOfOneCaller_IsRefusedWhole(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var (store, reservations) = (Store(database), Reservations(database));
        var first = Stored.Reservation() with { IdempotencyKey = "k" };
        var ofAnother = Stored.Reservation() with { IdempotencyKey = "k", Caller = "token:2" };
        var otherCase = Stored.Reservation() with { IdempotencyKey = "K" };
        var (twin, beside) = (Stored.Reservation() with { IdempotencyKey = "k" }, Stored.Reservation());
        await store.CommitAsync(Stored.NoChanges.With(reservations: [first, ofAnother, otherCase]), Token);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.CommitAsync(Stored.NoChanges.With(reservations: [beside, twin]), Token));

        Assert.Equal(first.Id, (await reservations.FindByIdempotencyKeyAsync("token:1", "k", Token))?.Id);
        Assert.Equal(ofAnother.Id, (await reservations.FindByIdempotencyKeyAsync("token:2", "k", Token))?.Id);
        Assert.Equal(otherCase.Id, (await reservations.FindByIdempotencyKeyAsync("token:1", "K", Token))?.Id);
        Assert.Null(await reservations.FindAsync(beside.Id, Token));

        // The store works on after the error.
        await store.CommitAsync(Stored.NoChanges.With(reservations: [beside]), Token);
        Assert.NotNull(await reservations.FindAsync(beside.Id, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_CancelledBefore_WritesNothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CommitAsync(Stored.Added(Stored.Host("h1")), new CancellationToken(true)));

        Assert.Empty((await store.LoadAsync(Token)).Hosts);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task FlushAsync_KnownAndUnknownHosts_WritesTheKnown(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);
        var store = Store(database);
        var host = Stored.Host("h1");
        await store.CommitAsync(Stored.Added(host), Token);

        host = host with { Heartbeat = new Heartbeat(Stored.Noon.AddMinutes(3)), Capabilities = Host.NoCapabilities.Add("load", CapabilityValue.FromNumber(0.1)) };
        await store.FlushAsync([Stored.Host("gone"), host], Token);

        Assert.Equal(Stored.Describe(host), Stored.Describe(Assert.Single((await store.LoadAsync(Token)).Hosts)));
    }

    private static IClaimStore Store(TestDatabase database) => database.Services.GetRequiredService<IClaimStore>();

    private static IReservationStore Reservations(TestDatabase database) => database.Services.GetRequiredService<IReservationStore>();

    private static Host HostWithEverything(string name) => Stored.Host(name) with
    {
        Generation = 1,
        Providers =
        [
            Stored.Provider(
                name,
                -1,
                new InventoryUsage(ResourceClass.MemoryMb, new Inventory(65_536, 512, 1.5, 2, 4_096, 2), 0),
                new InventoryUsage(ResourceClass.Vcpu, new Inventory(16, allocationRatio: 0.29), 0)) with
            { Traits = ["CUSTOM_A", "HW_CPU_X86_AVX2"] },
            Stored.Provider("gpu0", 0, new InventoryUsage("GPU_MILLI", new Inventory(1000), 0)) with { Traits = ["CUSTOM_T4"] },
            Stored.Provider("numa0", 0, new InventoryUsage("PCPU", new Inventory(ResourceClass.MaxAmount), 0)),
        ],
        AdminState = AdminState.Disabled,
        DisabledReason = "fan broken; \"soon\" – 修理",
        AvailabilityZone = "east",
        Aggregates = ["old", "ssd"],
        Capabilities = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, CapabilityValue>
        {
            ["text"] = CapabilityValue.FromText("a \"b\" \0 é 🦊"),
            ["empty"] = CapabilityValue.FromText(""),
            ["number"] = CapabilityValue.FromNumber(0.1 + 0.2),
            ["small"] = CapabilityValue.FromNumber(double.Epsilon),
            ["true"] = CapabilityValue.FromBoolean(true),
            ["false"] = CapabilityValue.FromBoolean(false),
            ["list"] = CapabilityValue.FromList(CapabilityValue.FromText("x"), CapabilityValue.FromNumber(-2), CapabilityValue.FromBoolean(true)),
            ["none"] = CapabilityValue.FromList(),
        }),
    };

    private static Reservation FullReservation(string id) => new()
    {
        Id = id,
        Name = "web",
        Tenant = "t1",
        Caller = "token:9",
        State = ReservationState.Partial,
        Requested = 3,
        Placed = 2,
        Policy = "packing",
        CreatedAt = Stored.Noon.AddSeconds(1),
        ReleasedAt = Stored.Noon.AddHours(1),
        Reason = "Resources",
        RequestJson = """{"count":3}""",
        AnswerStatus = 201,
        AnswerJson = """{"placed":2}""",
        IdempotencyKey = "retry-1",
        ClaimId = Guid.CreateVersion7(),
        PlanId = Guid.CreateVersion7(),
        ParentReservationId = ReservationId.Create(),
    };
}
