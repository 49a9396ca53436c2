using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>
/// Random faults and partitions between three levels of real zones under load: afterwards what parents believe is what children hold.
/// <c>NOVAZONES_PARTITION_ROUNDS</c> asks for more rounds; with real processes that are killed, too, see the benchmark's <c>drill</c>.
/// </summary>
public sealed class PartitionTests
{
    private static readonly WireFault[] Faults =
        [WireFault.CutBefore, WireFault.LoseAnswer, WireFault.CutAnswer, WireFault.Refuse, WireFault.Hang, WireFault.HangAfter];

    [Fact]
    public async Task Partitions_UnderLoad_LeaveNeitherGhostsNorOrphansNorOverbooking()
    {
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("NOVAZONES_PARTITION_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var more) ? more : 5;
        var seed = Environment.ProcessId;
        var random = new Random(seed);
        await using var root = await ZoneHost.StartAsync(["Zone:Name=root", .. Books.Quick, "Federation:ChildTimeout=00:00:00.5"]);
        await using var emea = await ZoneHost.StartAsync(["Zone:Name=emea", .. Books.Quick, "Federation:ChildTimeout=00:00:00.5"]);
        await using var paris = await ZoneHost.StartAsync(["Zone:Name=paris", .. Books.Quick, "Federation:ChildTimeout=00:00:00.5"]);
        await emea.ReportHostAsync("e1", """{"inventories":{"VCPU":24}}""");
        await paris.ReportHostAsync("p1", """{"inventories":{"VCPU":24}}""");
        await using var upper = await FaultyWire.StartAsync(emea.Url);
        await using var lower = await FaultyWire.StartAsync(paris.Url);
        await emea.AddChildAsync("paris", lower.Url);
        await root.AddChildAsync("emea", upper.Url);
        var standing = new ConcurrentDictionary<string, int>();
        // Faults are thrown by chance, so a few rounds may leave one line alone: then there are more, or nothing was shown.
        for (var round = 0; round < rounds || ((upper.Hits.IsEmpty || lower.Hits.IsEmpty) && round < 20 * rounds); round++)
        {
            Disturb(upper, random.Next());
            Disturb(lower, random.Next());
            var caller = random.Next();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => LoadAsync(root, new Random(caller + i), standing)));
            upper.Choose = static _ => WireFault.None;
            lower.Choose = static _ => WireFault.None;

            await Books.SettleUntilAsync(() => AgreeAsync(root, emea, paris, standing), root, emea, paris);

            Assert.InRange(await emea.UsedAsync("e1", "VCPU"), 0, 24);
            Assert.InRange(await paris.UsedAsync("p1", "VCPU"), 0, 24);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {rounds} rounds, {upper.Hits.Count + lower.Hits.Count} faults");
        Assert.NotEmpty(upper.Hits);
        Assert.NotEmpty(lower.Hits);
    }

    /// <summary>Some calls fail in all the ways there are; or everything does, which is a partition.</summary>
    private static void Disturb(FaultyWire wire, int seed)
    {
        var random = new Random(seed);
        var isCut = random.Next(4) == 0;
        wire.Choose = path =>
        {
            // Polls are let through, or a few failures would take the child offline and nothing more would be tried.
            if (isCut || !path.Contains("/zone/", StringComparison.Ordinal))
            {
                return isCut ? WireFault.CutBefore : WireFault.None;
            }

            lock (random)
            {
                return random.Next(100) < 25 ? Faults[random.Next(Faults.Length)] : WireFault.None;
            }
        };
    }

    private static async Task LoadAsync(ZoneHost root, Random random, ConcurrentDictionary<string, int> standing)
    {
        for (var i = 0; i < 8; i++)
        {
            if (random.Next(100) < 40 && standing.Keys.FirstOrDefault() is { } id && standing.TryRemove(id, out _))
            {
                using var released = await root.Client.DeleteAsync($"/api/v1/placements/{id}");
                Assert.Contains(released.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Accepted });
                continue;
            }

            var (status, answer) = await root.PlaceAsync($$"""{"count":2,"minCount":{{random.Next(1, 3)}},"resources":{"VCPU":{{random.Next(1, 4)}}},"deadlineMs":1000}""");
            if (status == HttpStatusCode.Created)
            {
                standing[answer.GetProperty("reservationId").GetString()!] = answer.GetProperty("placed").GetInt32();
            }
        }
    }

    /// <summary>Whether the callers, the root, the middle and the lowest zone all have the same instances, and none is half done.</summary>
    private static async Task<bool> AgreeAsync(ZoneHost root, ZoneHost emea, ZoneHost paris, ConcurrentDictionary<string, int> standing)
    {
        var (atRoot, atEmea, atParis) = (await root.InstancesAsync(), await emea.InstancesAsync(), await paris.InstancesAsync());
        var hosts = (await emea.GetAsync("/api/v1/hosts/e1")).GetProperty("instances").GetInt32() + (await paris.GetAsync("/api/v1/hosts/p1")).GetProperty("instances").GetInt32();
        return atRoot["Placed"].Count() == standing.Values.Sum() && hosts == standing.Values.Sum()
            && atRoot["Placed"].Order(StringComparer.Ordinal).SequenceEqual(atEmea["Placed"].Order(StringComparer.Ordinal))
            && atParis["Placed"].All(atEmea["Placed"].Contains)
            && atRoot.All(s => s.Key == "Placed") && atEmea.All(s => s.Key == "Placed") && atParis.All(s => s.Key == "Placed");
    }
}
