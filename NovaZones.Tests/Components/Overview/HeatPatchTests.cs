using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Overview.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>A console that is sent only what differs draws what it would if it were sent everything.</summary>
public sealed class HeatPatchTests
{
    private const int Hosts = 400;

    [Fact]
    public void Since_ConsolesThatReadInAnyRhythm_DrawTheMarks()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var (view, time) = (new FleetView(), new FakeTimeProvider(Stored.Noon));
        var board = new HeatBoard(view, Options.Create(new SchedulerOptions { StaleAfter = TimeSpan.FromDays(1) }), time);
        view.Publish(FleetSnapshot.Of([.. Enumerable.Range(0, Hosts).Select(i => Host(i, random.Next(101)))]));
        var consoles = new (byte[]? Drawn, byte[] Shown)[3];
        var (whole, changes) = (0, 0);

        for (var step = 0; step < 200; step++)
        {
            // Now and then nearly all differ at once.
            var count = random.Next(20) == 0 ? Hosts : random.Next(12);
            view.Publish(Enumerable.Range(0, count).Aggregate(view.Current, (fleet, _) => fleet.With(Host(random.Next(Hosts), random.Next(101)))));
            time.Advance(HeatBoard.Freshness);
            var tiles = board.Read("VCPU");
            for (var i = 0; i < consoles.Length; i++)
            {
                if (random.Next(i * 3) == 0 && !ReferenceEquals(consoles[i].Drawn, tiles.Marks))
                {
                    var news = tiles.Since(consoles[i].Drawn);
                    (whole, changes) = news is null ? (whole + 1, changes) : (whole, changes + 1);
                    consoles[i] = (tiles.Marks, news is null ? [.. tiles.Marks] : Apply(consoles[i].Shown, news));
                    Assert.True(tiles.Marks.AsSpan().SequenceEqual(consoles[i].Shown), $"seed {seed}, step {step}, console {i}");
                }
            }
        }

        Assert.True(whole > 3 && changes > 100, $"seed {seed}: {whole} times everything, {changes} times what differs");
    }

    [Fact]
    public void Since_OtherMarks_IsEverything()
    {
        var (view, time) = (new FleetView(), new FakeTimeProvider(Stored.Noon));
        var board = new HeatBoard(view, Options.Create(new SchedulerOptions { StaleAfter = TimeSpan.FromDays(1) }), time);
        view.Publish(FleetSnapshot.Of([.. Enumerable.Range(0, Hosts).Select(i => Host(i, 50))]));
        var first = board.Read("VCPU");
        view.Publish(view.Current.With(Host(7, 51)));
        time.Advance(HeatBoard.Freshness);
        var second = board.Read("VCPU");

        Assert.Equal([7, 0, 0, 51], second.Since(first.Marks)!);
        Assert.Null(second.Since(null));
        Assert.Null(second.Since([.. first.Marks])); // of another class, say, whose marks happen to be the same
        Assert.Null(second.Of("").Since(first.Marks));
    }

    // As HeatMap.razor.js does.
    private static byte[] Apply(byte[] shown, byte[] changes)
    {
        for (var i = 0; i < changes.Length; i += 4)
        {
            shown[changes[i] | (changes[i + 1] << 8) | (changes[i + 2] << 16)] = changes[i + 3];
        }

        return shown;
    }

    private static Host Host(int number, long used) => new()
    {
        Name = $"h{number:000}",
        Generation = 1,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers = [new ResourceProvider { Id = Guid.NewGuid(), Name = "root", Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(100), used)] }],
    };
}
