using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Data;
using NovaZones.Data.Claims;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Replicas;

/// <summary>Two ledgers on one database want the same thing at the same moment.</summary>
public sealed class ReplicaRaceTests
{
    private const int Rounds = 12;

    private static readonly PlacementContext Context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1}}"""), ("cpu", 1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_TwentyOverTwoReplicasForTheLastSlot_OneGetsItEachRound(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        for (var round = 1; round <= Rounds; round++)
        {
            await AddHostAsync(replicas[round % 2], $"h{round}", vcpus: 1);
            await replicas[(round + 1) % 2].FollowAsync();

            // All planned on a picture in which the slot is free.
            var slots = replicas.All.ConvertAll(r => Plan(r, Context));
            Assert.All(slots, planned => Assert.Single(planned));
            var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ClaimAsync(replicas[i % 2], slots[i % 2], Context), Token)));

            Assert.Equal(1, taken.Sum());
            Assert.Equal(round, await StoredAsync(replicas[0]));
        }

        await AssertAlikeAsync(replicas);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_ManyOverTwoReplicas_FillTheFleetToTheLastSlotAndNoFurther(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        for (var i = 0; i < 4; i++)
        {
            await AddHostAsync(replicas[i % 2], $"h{i}", vcpus: 16);
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => ClaimAsync(replicas[i % 2], Plan(replicas[i % 2], Context), Context), Token)));

        // Whoever's picture was still empty when he planned asked for nothing; the others filled it as far as they came.
        var stored = await StoredAsync(replicas[0]);
        Assert.Equal(taken.Sum(), stored);
        await replicas[0].FollowAsync();
        while (await ClaimAsync(replicas[0], Plan(replicas[0], Context), Context) == 1)
        {
            stored++;
        }

        Assert.Equal(64, stored);
        await AssertAlikeAsync(replicas);
        Assert.All(replicas[1].View.Current.Hosts, h => Assert.Equal(new ResourceAmounts(16, 16), h.Sum(ResourceClass.Vcpu)));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_QuotaOfOneTenantOverTwoReplicas_IsNeverExceeded(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        await AddHostAsync(replicas[0], "h1", vcpus: 100);
        await replicas[1].FollowAsync();
        var charge = InstanceCharge.Of("t1", isFromParent: false, [new AllocationPart(Guid.Empty, ResourceClass.Vcpu, 1)]);
        var book = TenantBook.Empty.With(new Quota { Tenant = "t1", Limits = Amounts.None.Add(ResourceClass.Vcpu, 7), ChangedAt = Stored.Noon }).QuotaOf("t1")!;
        await QuotasOf(replicas[1]).SaveAsync(book, Token);

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ClaimAsync(replicas[i % 2], Plan(replicas[i % 2], Context), Context, charge), Token)));

        Assert.Equal(7, taken.Sum());
        Assert.Equal(7, await StoredAsync(replicas[0]));
        await AssertAlikeAsync(replicas);
        Assert.All(replicas.All, r => Assert.Equal(7, r.View.Tenants.UseOf("t1").Used(ResourceClass.Vcpu)));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_HardAntiAffinityOverTwoReplicas_PutsNoTwoMembersOnOneHost(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        for (var i = 0; i < 3; i++)
        {
            await AddHostAsync(replicas[0], $"h{i}", vcpus: 16);
        }

        await replicas[1].FollowAsync();
        var context = Planning.Context(Planning.Request("""{"resources":{"VCPU":1},"group":{"name":"g","policy":"anti-affinity"}}"""), ("cpu", 1));

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ClaimAsync(replicas[i % 2], Plan(replicas[i % 2], context), context), Token)));

        Assert.Equal(3, taken.Sum());
        await AssertAlikeAsync(replicas);
        Assert.All(replicas[1].View.Current.Hosts, h => Assert.Equal(1, h.InstanceCount));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_SameRetryKeyAtTwoReplicas_OneIsWrittenAndItsNeighboursToo(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        for (var round = 0; round < Rounds; round++)
        {
            var key = $"key-{round}";
            var mine = Enumerable.Range(0, 2).Select(i => SaveAsync(replicas[i], Stored.Reservation() with { IdempotencyKey = key })).ToList();
            var neighbours = Enumerable.Range(0, 10).Select(i => SaveAsync(replicas[i % 2], Stored.Reservation())).ToList();

            var kept = await Task.WhenAll(mine);

            Assert.Single(kept, k => k);
            Assert.All(await Task.WhenAll(neighbours), Assert.True);
        }
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_ReleaseElsewhere_GivesRoomHereAtOnce(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        await AddHostAsync(replicas[0], "h1", vcpus: 1);
        await replicas[1].FollowAsync();
        var slots = Plan(replicas[1], Context);
        Assert.Equal(1, await ClaimAsync(replicas[0], Plan(replicas[0], Context), Context));

        // The other replica has not looked since: its commit is refused, it follows, finds no room, and says so.
        Assert.Equal(0, await ClaimAsync(replicas[1], slots, Context));

        var instance = Assert.Single(await InstancesAsync(replicas[1]));
        Assert.True(await replicas[1].Ledger.DecideAsync(batch => SlotClaim.Release(batch, instance), Token));
        Assert.Equal(1, await ClaimAsync(replicas[0], slots, Context));
        await AssertAlikeAsync(replicas);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_OvertakenAgainAndAgain_IsDecidedWhileNobodyElseCanCommit(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        var seen = new List<int>();

        await replicas[0].Ledger.DecideAsync(
            batch =>
            {
                seen.Add(batch.Working.Count);
                if (seen.Count <= 3)
                {
                    // The other one commits between this decision and its commit; the fourth time it could not.
                    using var isDone = new ManualResetEventSlim();
                    _ = Task.Run(() => AddHostAsync(replicas[1], $"other{seen.Count}", vcpus: 1), Token).ContinueWith(_ => isDone.Set(), TaskScheduler.Default);
                    isDone.Wait(Token);
                }

                batch.PutHost(Stored.Host("mine"), reportChanged: true);
                return true;
            },
            Token);

        Assert.Equal([0, 1, 2, 3], seen);
        await AssertAlikeAsync(replicas);
        Assert.Equal(4, replicas[1].View.Current.Count);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Decide_OthersCommitUntilItsTurnComes_RestsOnAllThatWasCommittedBeforeIt(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var others = Task.Run(
            async () =>
            {
                for (var i = 0; !isOver.IsCancellationRequested; i++)
                {
                    await AddHostAsync(replicas[1], $"other{i}", vcpus: 1);
                }
            },
            Token);
        await Eventually.IsTrueAsync(() => replicas[1].View.Current.Count > 0);

        var seen = new Dictionary<Guid, int>();
        for (var i = 0; i < 20; i++)
        {
            var mine = Stored.Host($"mine{i}");
            await replicas[0].Ledger.DecideAsync(
                batch =>
                {
                    seen[mine.Id] = batch.Working.Count;
                    batch.PutHost(mine, reportChanged: true);
                    return true;
                },
                Token);
        }

        await isOver.CancelAsync();
        await others;
        var known = 0;
        var feed = FeedOf(replicas[0]);
        for (var page = await feed.ReadAsync(0, Token); page.Entries.Count > 0; page = await feed.ReadAsync(page.Entries[^1].Sequence, Token))
        {
            foreach (var hosts in page.Entries.Where(entry => entry.Kind == FeedKind.Fleet).Select(entry => entry.Body.Hosts))
            {
                Assert.All(hosts.Where(seen.ContainsKey), id => Assert.Equal(known, seen[id]));
                known += hosts.Count;
            }
        }

        Assert.True(known > seen.Count);
        await AssertAlikeAsync(replicas);
    }

    private static IReplicaFeed FeedOf(LedgerReplica replica) => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IReplicaFeed>(replica.Services);

    private static IQuotaStore QuotasOf(LedgerReplica replica) => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IQuotaStore>(replica.Services);

    private static ImmutableArray<Slot> Plan(LedgerReplica replica, PlacementContext context) =>
        Planner.Plan(replica.View.Current, context with { Now = TimeProvider.System.GetUtcNow() }, 1).Slots;

    private static Task<bool> AddHostAsync(LedgerReplica replica, string name, long vcpus)
    {
        var host = Stored.Host(name);
        return replica.Ledger.DecideAsync(
            batch =>
            {
                batch.PutHost(
                    host with
                    {
                        Heartbeat = new Heartbeat(TimeProvider.System.GetUtcNow()),
                        Providers = [host.Providers[0] with { Inventories = [new InventoryUsage(ResourceClass.Vcpu, new Inventory(vcpus), 0)] }],
                    },
                    reportChanged: true);
                return true;
            },
            Token);
    }

    /// <summary>Claims planned slots and says how many were taken.</summary>
    private static Task<int> ClaimAsync(LedgerReplica replica, ImmutableArray<Slot> slots, PlacementContext context, InstanceCharge? charge = null)
    {
        var reservation = Stored.Reservation() with { Tenant = charge?.Tenant };
        return replica.Ledger.DecideAsync(
            batch =>
            {
                if (slots.IsEmpty || (charge is not null && batch.Tenants.RoomFor(charge, batch.Now).Count < slots.Length))
                {
                    return 0;
                }

                var taken = SlotClaim.Take(batch, slots, context, []);
                foreach (var slot in taken)
                {
                    var instance = Stored.InstanceOn(batch.Find(slot.HostId)!, reservation.Id) with { Parts = slot.Parts, Group = context.Request.Group?.Key, Charge = charge };
                    batch.SaveInstance(instance, isNew: true);
                }

                batch.SaveReservation(reservation with { Placed = taken.Length, State = taken.IsEmpty ? ReservationState.Refused : ReservationState.Placed });
                return taken.Length;
            },
            Token);
    }

    private static async Task<bool> SaveAsync(LedgerReplica replica, Reservation reservation)
    {
        try
        {
            return await replica.Ledger.DecideAsync(
                batch =>
                {
                    batch.SaveReservation(reservation);
                    return true;
                },
                Token);
        }
        catch (TakenException)
        {
            return false;
        }
    }

    private static async Task<int> StoredAsync(LedgerReplica replica) => (await InstancesAsync(replica)).Count;

    private static async Task<List<Guid>> InstancesAsync(LedgerReplica replica)
    {
        await using var db = await replica.Contexts.CreateDbContextAsync(Token);
        return await db.Set<InstanceEntity>().Select(i => i.Id).ToListAsync(Token);
    }

    /// <summary>Every replica that followed holds in memory exactly what a fresh one reads.</summary>
    private static async Task AssertAlikeAsync(Support.Fixtures.Replicas replicas)
    {
        var store = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IClaimStore>(replicas[0].Services);
        var stored = (await store.LoadAsync(Token)).Hosts.OrderBy(h => h.Name, StringComparer.Ordinal).Select(Describe).ToList();
        foreach (var replica in replicas.All)
        {
            await replica.FollowAsync();
            Assert.Equal(stored, replica.View.Current.Hosts.OrderBy(h => h.Name, StringComparer.Ordinal).Select(Describe));
        }
    }

    // Without the sign of life, which memory knows more exactly.
    private static string Describe(Host host) =>
        Stored.Describe(host with { Heartbeat = new Heartbeat(Stored.Noon) }) + string.Join(' ', host.Groups.OrderBy(g => g.Group, StringComparer.Ordinal).Select(g => $"{g.Group}={g.Members}"));
}
