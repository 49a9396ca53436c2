using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Placement.Mix;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>The mix of typical requests in real zones: it outlives a restart, and the root's travels, so that a tree grades as one zone.</summary>
public sealed class MixTravelsTests
{
    private static readonly string[] _names = ["h0", "h1", "h2", "h3"];

    private static readonly string[] _kinds =
    [
        """{"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":300}}],"policy":"packing"}""",
        """{"resources":{"VCPU":2},"groups":[{"resources":{"GPU_MILLI":500}}],"policy":"packing"}""",
        """{"resources":{"VCPU":4},"groups":[{"resources":{"GPU_MILLI":1000}},{"resources":{"GPU_MILLI":1000}}],"groupPolicy":"isolate","policy":"packing"}""",
        """{"count":2,"resources":{"VCPU":1},"groups":[{"resources":{"GPU_MILLI":700}}],"policy":"packing"}""",
    ];

    [Fact]
    public async Task Restart_OnTheSameFile_GradesAsBefore()
    {
        using var directory = new TemporaryDirectory();
        string before;
        List<(ulong, double)> learned;
        await using (var zone = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=solo"))
        {
            await ReportAsync(zone, _names);
            foreach (var body in Sequence())
            {
                Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync(body)).Status);
            }

            before = await GradesAsync(zone);
            learned = Learned(zone);
        }

        await using var again = await ZoneHost.StartInAsync(directory.Path, "Zone:Name=solo");

        Assert.Equal(_kinds.Length, learned.Count);
        Assert.Equal(learned, Learned(again));
        Assert.Equal(before, await GradesAsync(again));

        // With nothing learned every share would be 1.
        Assert.Contains("0.", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_ByPackingInATree_GivesTheScoresOfTheFlatZone()
    {
        await using var flat = await ZoneHost.StartAsync("Zone:Name=flat");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await ReportAsync(flat, _names);
        await ReportAsync(root, _names[..1]);
        await ReportAsync(child, _names[1..]);
        await root.AddChildAsync("emea", child);

        var graded = new List<double>();
        var below = 0;
        foreach (var body in Sequence())
        {
            var (_, one) = await flat.PlaceAsync(body);
            var (_, tree) = await root.PlaceAsync(body);

            Assert.Equal(Scores(one), Scores(tree));
            graded.AddRange(Scores(one));
            below += tree.GetProperty("instances").EnumerateArray().Count(i => i.GetProperty("zone").GetString() == "emea");
        }

        foreach (var name in _names)
        {
            Assert.Equal(await GpuUsedAsync(flat, name), await GpuUsedAsync(name == _names[0] ? root : child, name));
        }

        // The child learned nothing of its own from what its parent asked, and yet it did not grade as a zone without a mix would: all 1.
        Assert.Empty(Learned(child));
        Assert.Equal(Learned(flat), Learned(root));
        Assert.InRange(below, 5, graded.Count);
        Assert.Contains(graded, score => score < 0.9);
    }

    private static IEnumerable<string> Sequence() => Enumerable.Range(0, 14).Select(i => _kinds[i * 7 % 13 % _kinds.Length]);

    private static async Task ReportAsync(ZoneHost zone, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var size = 2 + (name[1] - '0');
            var gpus = string.Join(',', Enumerable.Range(0, size).Select(g => $$"""{"name":"gpu{{g}}","inventories":{"GPU_MILLI":1000} }"""));
            await zone.ReportHostAsync(name, $$"""{"inventories":{"VCPU":{{size * 6}} },"providers":[{{gpus}}]}""");
        }
    }

    /// <summary>Of all hosts and every kind of request: the score and each weigher's part of it, as written.</summary>
    private static async Task<string> GradesAsync(ZoneHost zone)
    {
        var grades = new List<string>();
        foreach (var kind in _kinds)
        {
            using var response = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements:compare", $$"""{"request":{{kind}},"hosts":{{JsonSerializer.Serialize(_names)}} }""");
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToString());
            grades.AddRange(answer.GetProperty("hosts").EnumerateArray().Select(h =>
                $"{h.GetProperty("host")} {h.GetProperty("score")} {h.GetProperty("weighers").EnumerateArray().SingleOrDefault(w => w.GetProperty("weigher").GetString() == "fragmentation")}"));
        }

        return string.Join('\n', grades);
    }

    private static async Task<long[]> GpuUsedAsync(ZoneHost zone, string name) =>
    [
        .. (await zone.GetAsync($"/api/v1/hosts/{name}")).GetProperty("providers").EnumerateArray()
            .Select(p => p.GetProperty("inventories").GetProperty("GPU_MILLI").GetProperty("used").GetInt64()),
    ];

    private static List<(ulong Digest, double Popularity)> Learned(ZoneHost zone) =>
        [.. zone.Services.GetRequiredService<RequestMixRecorder>().Current.Entries.Select(e => (e.Request.Digest, e.Popularity))];

    private static double[] Scores(JsonElement answer) => [.. answer.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("score").GetDouble())];
}
