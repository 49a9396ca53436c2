using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Replicas;

/// <summary>The feed's order and gaps, leases, and claims that a replica left behind.</summary>
public sealed class ReplicaFeedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Read_ManyWritersAtOnce_NumbersHaveNoGapsAndNoneAppearsAfterAGreaterOne(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        var feed = replicas[0].Services.GetRequiredService<IReplicaFeed>();
        var writers = Enumerable.Range(0, 40).Select(i => Task.Run(() => i % 4 == 0 ? SaveQuotaAsync(replicas[i % 2], $"t{i}") : AddAsync(replicas[i % 2], $"h{i}"), Token)).ToList();
        var seen = new List<long>();

        while (seen.Count == 0 || !writers.TrueForAll(w => w.IsCompleted) || seen[^1] < (await feed.HeadAsync(Token)).Sequence)
        {
            var page = await feed.ReadAsync(seen.Count == 0 ? 0 : seen[^1], Token);
            Assert.False(page.IsCut);
            seen.AddRange(page.Entries.Select(e => e.Sequence));
        }

        await Task.WhenAll(writers);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Follow_AfterMoreWasPrunedThanWasRead_ReadsEverythingAndGoesOn(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        foreach (var name in new[] { "h1", "h2", "h3" })
        {
            await AddAsync(replicas[0], name);
        }

        var pruned = await replicas[0].Services.GetRequiredService<IReplicaFeed>().PruneAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), Token);
        await AddAsync(replicas[1], "h4");
        await replicas[0].FollowAsync();

        Assert.Equal(2, pruned);
        Assert.All(replicas.All, r => Assert.Equal(["h1", "h2", "h3", "h4"], r.View.Current.Hosts.Select(h => h.Name).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Follow_GroupOfItsOwnThatItDoesNotKnow_IsReadAsAnyOther(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 1);
        var settings = replicas[0].Services.GetRequiredService<ReplicaSettings>();

        // As a commit that its connection gave up and the database finished later.
        await replicas.AddAsync(settings);
        await AddAsync(replicas[1], "h1");
        await AddAsync(replicas[0], "h2");

        Assert.Equal(["h1", "h2"], replicas[0].View.Current.Hosts.Select(h => h.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Flush_OlderSignOfLife_DoesNotReplaceANewerOneOfTheOtherReplica(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        await AddAsync(replicas[0], "h1");
        await replicas[1].FollowAsync();
        var hosts = replicas.All.ConvertAll(r => r.View.Current.Find("h1")!);
        hosts[0].Heartbeat.Beat(Stored.Noon.AddYears(2));
        hosts[1].Heartbeat.Beat(Stored.Noon.AddYears(1));

        await StoreOf(replicas[0]).FlushAsync([hosts[0]], Token);
        await StoreOf(replicas[1]).FlushAsync([hosts[1]], Token);

        Assert.Equal(Stored.Noon.AddYears(2), (await StoreOf(replicas[1]).LoadAsync(Token)).Hosts.Single().Heartbeat.LastReportAt);
        await replicas[1].FollowAsync();
        Assert.Contains(replicas[1].Follower.TakeOthers(out _).SelectMany(e => e.Body.Beats), b => b == new FeedBeat(hosts[0].Id, Stored.Noon.AddYears(2)));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Claim_ThatAnotherReplicaTookOver_CannotBeEndedByItsFormerOne(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        var intent = Stored.Reservation(ReservationState.Claiming) with { IdempotencyKey = "k1" };
        await SaveAsync(replicas[0], intent);

        // Nobody else may write its end while its own replica is at it.
        await Assert.ThrowsAsync<TakenException>(() => SaveAsync(replicas[1], intent with { State = ReservationState.Refused, IdempotencyKey = null }));
        var leases = replicas[1].Services.GetRequiredService<IWorkLeaseStore>();
        var claim = Assert.Single(await leases.ListOpenClaimsAsync(Token));
        Assert.True(await leases.TryTakeOverAsync(claim, Token));
        Assert.False(await leases.TryTakeOverAsync(claim, Token));

        await Assert.ThrowsAsync<TakenException>(() => SaveAsync(replicas[0], intent with { State = ReservationState.Placed }));
        await SaveAsync(replicas[1], intent with { State = ReservationState.Pending, PendingUntil = Stored.Noon });

        // Also not when it was put back to where nothing was tried, which others may end.
        await Assert.ThrowsAsync<TakenException>(() => SaveAsync(replicas[0], intent with { State = ReservationState.Placed }));
        Assert.Empty(await leases.ListOpenClaimsAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Lease_HolderThatFallsSilent_IsReplacedAfterItsTimeAndHasStoppedBefore(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        var time = new FakeTimeProvider();
        using var first = KeeperOf(replicas[0], time);
        using var second = KeeperOf(replicas[1], time);
        await first.RunOnceAsync(Token);
        await second.RunOnceAsync(Token);
        Assert.Equal((true, false), (first.HoldsBackground, second.HoldsBackground));

        // While it renews, nobody else gets it.
        for (var i = 0; i < 8; i++)
        {
            time.Advance(LeaseTime / 4);
            await first.RunOnceAsync(Token);
            await second.RunOnceAsync(Token);
            Assert.Equal((true, false), (first.HoldsBackground, second.HoldsBackground));
        }

        // Silent from now on.
        var tenure = first.Tenure;
        time.Advance(LeaseTime * 0.8);
        Assert.True(tenure.IsCancellationRequested);
        await second.RunOnceAsync(Token);
        Assert.Equal((false, false), (first.HoldsBackground, second.HoldsBackground));
        time.Advance(LeaseTime * 0.3);
        await second.RunOnceAsync(Token);

        Assert.Equal((false, true), (first.HoldsBackground, second.HoldsBackground));
        Assert.True(await second.IsGoneAsync(replicas[0].Services.GetRequiredService<ReplicaSettings>().Id, Token));
        await first.RunOnceAsync(Token);
        Assert.Equal((false, true), (first.HoldsBackground, second.HoldsBackground));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Lease_ThatIsGivenBack_IsTakenAtOnceWithAHigherNumber(DatabaseProvider provider)
    {
        await using var replicas = await Support.Fixtures.Replicas.StartAsync(provider, 2);
        var time = new FakeTimeProvider();
        using var first = KeeperOf(replicas[0], time);
        using var second = KeeperOf(replicas[1], time);
        await first.RunOnceAsync(Token);
        await first.StopAsync(Token);

        await second.RunOnceAsync(Token);

        Assert.Equal((false, true), (first.HoldsBackground, second.HoldsBackground));
        var leases = await replicas[0].Services.GetRequiredService<IWorkLeaseStore>().ListAsync(Token);
        Assert.Equal(2, leases.Single(l => l.Name == WorkLease.Background).Fencing);
    }

    private static TimeSpan LeaseTime => TimeSpan.FromSeconds(15);

    private static LeaseKeeper KeeperOf(LedgerReplica replica, TimeProvider time) => new(
        replica.Services.GetRequiredService<IWorkLeaseStore>(), replica.Services.GetRequiredService<ReplicaSettings>(), time, NullLogger<LeaseKeeper>.Instance);

    private static IClaimStore StoreOf(LedgerReplica replica) => replica.Services.GetRequiredService<IClaimStore>();

    private static Task SaveQuotaAsync(LedgerReplica replica, string tenant) =>
        replica.Services.GetRequiredService<IQuotaStore>().SaveAsync(new Quota { Tenant = tenant, Limits = Amounts.None, ChangedAt = Stored.Noon }, Token);

    private static Task AddAsync(LedgerReplica replica, string name)
    {
        var host = Stored.Host(name);
        return replica.Ledger.DecideAsync(
            batch =>
            {
                batch.PutHost(host, reportChanged: true);
                return true;
            },
            Token);
    }

    private static Task SaveAsync(LedgerReplica replica, Reservation reservation) => replica.Ledger.DecideAsync(
        batch =>
        {
            batch.SaveReservation(reservation);
            return true;
        },
        Token);
}
