using System.Collections.Immutable;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Live;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>How often a child is polled, and what of it is kept.</summary>
public sealed class ChildZonePollerTests : IAsyncDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(Planning.Now);
    private readonly ChangeFeed _feed = new();
    private readonly ScriptedClient _client = new();
    private TestDatabase _database = null!;
    private ChildZoneRegistry _registry = null!;
    private ChildZonePoller _poller = null!;
    private ChildZone _child = null!;

    [Fact]
    public async Task Poll_SilentChild_IsOfflineAfterThreeRoundsAndThenAskedLessAndLess()
    {
        await StartAsync();
        _client.Reply = new ChildReply<ZoneInfo>.TimedOut("silent");
        var asked = new List<int>();
        var health = new List<ChildHealth>();
        for (var round = 0; round < 60; round++)
        {
            var before = _client.Polls;
            await RoundAsync();
            health.Add(_registry.Find(_child.Id)!.Health);
            if (_client.Polls > before)
            {
                asked.Add(round);
            }
        }

        Assert.Equal([ChildHealth.Unknown, ChildHealth.Unknown, ChildHealth.Offline], health.Take(3));
        Assert.Equal([0, 1, 2], asked.Take(3));
        var pauses = asked.Zip(asked.Skip(1), (a, b) => b - a).ToList();

        // 5, 10, 20 and then 30 s, each less up to a quarter, in rounds of 5 s that begin once the time is over.
        // Time moves while a round runs: on a busy machine a poll may see it one round further.
        Assert.Equal([1, 1], pauses.Take(2));
        Assert.InRange(pauses[2], 1, 2);
        Assert.InRange(pauses[3], 2, 3);
        Assert.InRange(pauses[4], 3, 5);
        Assert.All(pauses.Skip(5), p => Assert.InRange(p, 5, 7));

        _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(1));
        await RoundsAsync(7);
        var polls = _client.Polls;
        await RoundsAsync(3);

        Assert.Equal((ChildHealth.Online, 3), (_registry.Find(_child.Id)!.Health, _client.Polls - polls));
    }

    [Fact]
    public async Task Poll_SameFiguresAgain_IsNoNewsForParents()
    {
        await StartAsync();
        _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(1));
        await RoundAsync();
        var seen = _registry.Find(_child.Id)!.SeenAt;
        using var subscription = _feed.Subscribe();

        _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(1) with { AsOf = _time.GetUtcNow() });
        await RoundAsync();
        var same = await NextAsync(subscription);
        _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(2));
        await RoundAsync();
        var other = await NextAsync(subscription);

        Assert.True(_registry.Find(_child.Id)!.SeenAt > seen);
        Assert.Equal([ChangeTopic.Children], same);
        Assert.Equal([ChangeTopic.Zone, ChangeTopic.Children], other);
    }

    [Fact]
    public async Task Poll_FiguresChangeAllTheTime_AreStoredOnceInHalfAMinute()
    {
        await StartAsync();
        var stored = new List<DateTimeOffset>();
        for (var round = 0; round < 13; round++)
        {
            _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(round));
            await RoundAsync();
            var summary = Assert.Single(await _database.Services.GetRequiredService<IChildZoneStore>().ListSummariesAsync(Xunit.TestContext.Current.CancellationToken));
            if (stored.Count == 0 || stored[^1] != summary.SeenAt)
            {
                stored.Add(summary.SeenAt);
            }
        }

        Assert.Equal(3, stored.Count);
    }

    [Fact]
    public void Backoff_SameTrial_IsTheSamePauseWithinItsBounds()
    {
        var (from, to) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var pauses = Enumerable.Range(0, 12).Select(trial => Backoff.Of(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), trial, from, to)).ToList();

        Assert.Equal(pauses, Enumerable.Range(0, 12).Select(trial => Backoff.Of(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), trial, from, to)));
        Assert.All(pauses.Select((pause, trial) => (pause, Whole: Math.Min(30, Math.Pow(2, trial)))), p => Assert.InRange(p.pause.TotalSeconds, 0.75 * p.Whole, p.Whole));
        Assert.True(pauses.Skip(5).Distinct().Count() > 1, "no jitter");
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Remove_ChildThatWasAway_LeavesNothing()
    {
        await StartAsync();
        _client.Reply = new ChildReply<ZoneInfo>.Answered(Infos.With(1));
        await RoundAsync();
        _client.Reply = new ChildReply<ZoneInfo>.Failed("away");
        await RoundsAsync(20);
        var before = _poller.Remembered;

        _registry.Remove(_child.Id);
        await RoundAsync();

        Assert.Equal((1, 0), (before, _poller.Remembered));
    }

    [Fact]
    public async Task Load_SummaryThatWouldNotBeTakenIn_IsNotTakenFromTheStoreEither()
    {
        await StartAsync();
        var told = Infos.With(1);
        var json = System.Text.Json.JsonSerializer.SerializeToNode(told, WireJson.Options)!;
        json["summary"]!["traits"] = new System.Text.Json.Nodes.JsonArray((System.Text.Json.Nodes.JsonNode?)null);
        var store = _database!.Services.GetRequiredService<IChildZoneStore>();
        await store.SaveSummaryAsync(new StoredSummary(_child.Id, json.ToJsonString(), _time.GetUtcNow()), Xunit.TestContext.Current.CancellationToken);
        _registry.Remove(_child.Id);

        await _poller.LoadAsync(Xunit.TestContext.Current.CancellationToken);

        Assert.Null(_registry.Find(_child.Id)!.Info);
        Assert.Single(_registry.Screen().States);
    }

    private async Task StartAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite, services => services.AddDataProtection());
        var options = Options.Create(new FederationOptions { PollInterval = Round });
        var identity = new ZoneIdentity(Options.Create(new ZoneOptions()), _database.Services.GetRequiredService<IZoneIdentityStore>());
        await identity.LoadAsync(Xunit.TestContext.Current.CancellationToken);
        var store = _database.Services.GetRequiredService<IChildZoneStore>();
        _registry = new ChildZoneRegistry(options, _feed, _time);
        _poller = new ChildZonePoller(_registry, store, _client, identity, options, _time, NullLogger<ChildZonePoller>.Instance);
        _child = Infos.Child("paris");
        await store.TrySaveAsync(_child, Xunit.TestContext.Current.CancellationToken);
        _registry.Put(_child);
    }

    private async Task RoundAsync()
    {
        var round = _poller.PollDueAsync(Xunit.TestContext.Current.CancellationToken);
        _time.Advance(Round);
        await round;
    }

    private async Task RoundsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await RoundAsync();
        }
    }

    private async Task<IEnumerable<ChangeTopic>> NextAsync(FeedSubscription subscription)
    {
        await foreach (var topics in subscription.ReadAsync(TimeSpan.Zero, _time, Xunit.TestContext.Current.CancellationToken))
        {
            return topics.Order();
        }

        return [];
    }

    /// <summary>Answers polls as told; nothing else is asked here.</summary>
    private sealed class ScriptedClient : IChildZoneClient
    {
        public ChildReply<ZoneInfo> Reply { get; set; } = new ChildReply<ZoneInfo>.Failed("nothing told yet");

        public int Polls { get; private set; }

        public Task<ChildReply<ZoneInfo>> GetZoneAsync(ChildZone child, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Polls++;
            return Task.FromResult(Reply);
        }

        public Task<ChildReply<SelectResponse>> SelectAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<CapacityAnswer>> CapacityAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<ClaimResponse>> ClaimAsync(ChildZone child, ClaimBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<TakeResponse>> TakeAsync(ChildZone child, TakeBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<ReconcileResponse>> ReconcileAsync(ChildZone child, ReconcileBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<LeaseListResponse>> ListLeasesAsync(ChildZone child, Guid parentZoneId, string? after, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<LeaseResponse>> LeaseAsync(ChildZone child, LeaseBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ChildReply<ReleaseResponse>> ReleaseAsync(ChildZone child, ReleaseBody body, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
