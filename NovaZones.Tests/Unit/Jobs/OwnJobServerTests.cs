using Hangfire;
using Hangfire.InMemory;
using Hangfire.Server;
using Hangfire.Storage;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Unit.Jobs;

/// <summary>A job server counts as alive while it gives signs of life, whatever stands in the store and whatever others do.</summary>
public sealed class OwnJobServerTests : IDisposable
{
    private readonly InMemoryStorage _storage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly OwnJobServer _own;

    public OwnJobServerTests() => _own = new OwnJobServer(_storage, _time);

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task Alive_OnlyWhileItsOwnSignsOfLifeChange()
    {
        using var connection = _storage.GetConnection();
        Announce(connection, "somebody-else:1");
        Assert.False(_own.IsAlive());

        Announce(connection, $"{_own.Name}:1");
        Assert.True(_own.IsAlive());
        _time.Advance(OwnJobServer.Silence);
        Assert.True(_own.IsAlive());
        _time.Advance(OwnJobServer.Beat);
        connection.Heartbeat("somebody-else:1");
        Assert.False(_own.IsAlive());

        await Eventually.IsTrueAsync(() =>
        {
            connection.Heartbeat($"{_own.Name}:1");
            return _own.IsAlive();
        });
        _time.Advance(OwnJobServer.Silence + OwnJobServer.Beat);
        Assert.False(_own.IsAlive());
        Announce(connection, $"{_own.Name}:2"); // started again within this process, as after an outage of its store
        Assert.True(_own.IsAlive());
        connection.RemoveServer($"{_own.Name}:1");
        connection.RemoveServer($"{_own.Name}:2");
        Assert.False(_own.IsAlive());
    }

    [Fact]
    public async Task Dead_IsToldToWhoeverAsksForTheFirstTimeLongAfterwards()
    {
        var time = new CountingTime();
        var own = new OwnJobServer(_storage, time);
        using var connection = _storage.GetConnection();
        Announce(connection, $"{own.Name}:1");
        using var watch = new JobServerWatch(own, time);
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(OwnJobServer.Beat);
            return time.Readings > 0;
        });
        time.Advance(OwnJobServer.Silence + OwnJobServer.Beat);

        Assert.False(own.IsAlive());
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Dead_IsSeenWithinThirtySeconds() => Assert.True(OwnJobServer.Silence + OwnJobServer.Beat <= TimeSpan.FromSeconds(30));

    [Fact]
    public async Task RealServer_IsAlive_AndAnotherStartOfTheZoneIsNotTakenForIt()
    {
        var earlier = new OwnJobServer(_storage, TimeProvider.System);
        using (new BackgroundJobServer(new BackgroundJobServerOptions { ServerName = _own.Name, WorkerCount = 1, HeartbeatInterval = TimeSpan.FromMilliseconds(200) }, _storage))
        {
            await Eventually.IsTrueAsync(_own.IsAlive);
            _time.Advance(TimeSpan.FromMinutes(1));
            await Eventually.IsTrueAsync(_own.IsAlive);
            Assert.False(earlier.IsAlive());
        }

        Assert.False(_own.IsAlive());
    }

    /// <summary>Tells when somebody noted a moment.</summary>
    private sealed class CountingTime : FakeTimeProvider
    {
        private int _readings;

        public int Readings => Volatile.Read(ref _readings);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _readings);
            return base.GetTimestamp();
        }
    }

    private static void Announce(IStorageConnection connection, string name) => connection.AnnounceServer(name, new ServerContext { Queues = ["default"], WorkerCount = 1 });
}
