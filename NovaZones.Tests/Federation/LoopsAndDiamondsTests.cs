using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Trees that are none: a zone below itself, one with two parents, one behind two rows. Every host counts once.</summary>
public sealed class LoopsAndDiamondsTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";

    [Fact]
    public async Task Child_IsTheZoneItself_IsRefusedAndNotAsked()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":4}}""");
        await root.AddChildAsync("mirror", root);

        using var test = await root.Client.PostAsync("/api/v1/zones/mirror/test", null, TestContext.Current.CancellationToken);
        var (status, answer) = await root.PlaceAsync("""{"count":8,"minCount":1,"resources":{"VCPU":1}}""");

        Assert.Equal((false, "refused with 508: the address leads back to this zone itself"), Told(await test.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)));
        Assert.Equal((HttpStatusCode.Created, 4), (status, answer.GetProperty("placed").GetInt32()));
        var line = answer.GetProperty("children")[0];
        Assert.Equal(("Open", "offline: this is the zone itself: its address leads back here"), (line.GetProperty("outcome").GetString(), line.GetProperty("reason").GetString()));
        Assert.Equal(4, Capacity(await root.GetAsync("/api/v1/zone/tree")));
    }

    [Fact]
    public async Task Zones_EachBelowTheOther_CountAndPlaceEachHostOnce()
    {
        await using var a = await ZoneHost.StartAsync("Zone:Name=a", "Federation:PollInterval=00:00:01");
        await using var b = await ZoneHost.StartAsync("Zone:Name=b", "Federation:PollInterval=00:00:01");
        await a.ReportHostAsync("a1", """{"inventories":{"VCPU":4}}""");
        await b.ReportHostAsync("b1", """{"inventories":{"VCPU":4}}""");
        await a.AddChildAsync("down", b);
        await b.AddChildAsync("up", a);
        await Eventually.IsTrueAsync(() => a.Child("down").Info!.Summary.Children.Any(c => c.Name == "up") && b.Child("up").Info!.Summary.Children.Any(c => c.Name == "down"));

        var (status, answer) = await a.PlaceAsync("""{"count":20,"minCount":1,"resources":{"VCPU":1}}""");
        var tree = await a.GetAsync("/api/v1/zone/tree");

        Assert.Equal((HttpStatusCode.Created, 8), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Equal(8, Capacity(tree));
        var down = Assert.Single(tree.GetProperty("children").EnumerateArray());
        Assert.Equal(0, down.GetProperty("children").GetArrayLength());
        using var counted = await a.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", OneCpu);
        Assert.Equal(0, (await counted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Zone_UnderTwoParents_CountsAndPlacesOnce()
    {
        await using var d = await ZoneHost.StartAsync("Zone:Name=d");
        await using var a = await ZoneHost.StartAsync("Zone:Name=a");
        await using var b = await ZoneHost.StartAsync("Zone:Name=b");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await d.ReportHostAsync("d1", """{"inventories":{"VCPU":8}}""");
        await a.AddChildAsync("d", d);
        await b.AddChildAsync("d", d);
        await root.AddChildAsync("a", a);
        await root.AddChildAsync("b", b);

        using var counted = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", OneCpu);
        var capacity = await counted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var (tooMany, _) = await root.PlaceAsync("""{"count":9,"resources":{"VCPU":1}}""");
        var usedAfterRefusal = await d.UsedAsync("d1", "VCPU");
        var (all, answer) = await root.PlaceAsync("""{"count":8,"resources":{"VCPU":1}}""");

        Assert.Equal(8, Capacity(await root.GetAsync("/api/v1/zone/tree")));
        Assert.Equal(8, capacity.GetProperty("total").GetInt64());
        Assert.Equal((HttpStatusCode.Conflict, 0), (tooMany, usedAfterRefusal));
        Assert.Equal((HttpStatusCode.Created, 8), (all, await d.UsedAsync("d1", "VCPU")));
        Assert.Empty(answer.TryGetProperty("conflicts", out var conflicts) ? conflicts.EnumerateArray() : []);
        Assert.All(answer.GetProperty("instances").EnumerateArray(), i => Assert.Equal("a!d", i.GetProperty("zone").GetString()));
    }

    [Theory]
    [InlineData("""{"only":["a","b"]}""", 12, "a!d")]
    [InlineData("""{"only":["a!d","b"]}""", 10, "a!d")]
    [InlineData("""{"only":["b"]}""", 10, "b!d")]
    [InlineData("""{"not":["a!d"]}""", 4, "")]
    [InlineData("""{"not":["b!d"]}""", 4, "")]
    [InlineData("""{"not":["a"]}""", 2, "")]
    [InlineData("""{"only":["b"],"not":["a!d"]}""", 2, "")]
    public async Task Zone_UnderTwoParentsInARequestThatNamesZones_CountsOnceAndHeedsTheNames(string zones, int expected, string way)
    {
        await using var d = await ZoneHost.StartAsync("Zone:Name=d");
        await using var a = await ZoneHost.StartAsync("Zone:Name=a");
        await using var b = await ZoneHost.StartAsync("Zone:Name=b");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await d.ReportHostAsync("d1", """{"inventories":{"VCPU":8}}""");
        await a.ReportHostAsync("a1", """{"inventories":{"VCPU":2}}""");
        await b.ReportHostAsync("b1", """{"inventories":{"VCPU":2}}""");
        await a.AddChildAsync("d", d);
        await b.AddChildAsync("d", d);
        await root.AddChildAsync("a", a);
        await root.AddChildAsync("b", b);

        using var counted = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/capacity", $$"""{"resources":{"VCPU":1},"zones":{{zones}}}""");
        var capacity = await counted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var (status, answer) = await root.PlaceAsync($$"""{"count":16,"minCount":1,"resources":{"VCPU":1},"zones":{{zones}}}""");

        Assert.Equal(expected, capacity.GetProperty("total").GetInt64());
        Assert.Equal((HttpStatusCode.Created, expected), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Empty(answer.TryGetProperty("conflicts", out var conflicts) ? conflicts.EnumerateArray() : []);
        var inD = answer.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("zone").GetString()!).Where(z => z.EndsWith("!d", StringComparison.Ordinal));
        Assert.Equal(way, string.Join(' ', inD.Distinct()));
        Assert.Equal(way.Length > 0 ? 8 : 0, await d.UsedAsync("d1", "VCPU"));
    }

    [Fact]
    public async Task Zone_UnderTwoParentsOfWhichOneIsGone_IsReachedThroughTheOther()
    {
        await using var d = await ZoneHost.StartAsync("Zone:Name=d");
        var a = await ZoneHost.StartAsync("Zone:Name=a");
        await using var b = await ZoneHost.StartAsync("Zone:Name=b");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await d.ReportHostAsync("d1", """{"inventories":{"VCPU":8}}""");
        await a.AddChildAsync("d", d);
        await b.AddChildAsync("d", d);
        await root.AddChildAsync("a", a);
        await root.AddChildAsync("b", b);
        await a.DisposeAsync();
        await Eventually.IsTrueAsync(() => root.Child("a").Health == ChildHealth.Offline);

        var (status, answer) = await root.PlaceAsync("""{"count":8,"resources":{"VCPU":1}}""");

        Assert.Equal((HttpStatusCode.Created, "b!d"), (status, answer.GetProperty("instances")[0].GetProperty("zone").GetString()));
        Assert.Equal(8, Capacity(await root.GetAsync("/api/v1/zone/tree")));
    }

    [Fact]
    public async Task Zone_BehindTwoRows_IsAskedAndCountedThroughTheOlder()
    {
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:PollInterval=00:00:59");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        await AddAsync(root, "zulu", child);

        // Under another name of its address: once zulu is known, its own would be refused.
        await AddAsync(root, "alpha", child, child.Url.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => root.Child("zulu").Info is not null && root.Child("alpha").Info is not null);

        using var test = await root.Client.PostAsync("/api/v1/zones/alpha/test", null, TestContext.Current.CancellationToken);
        using var third = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"third","apiUrl":"{{child.Url}}","token":"t"}""");
        var (status, answer) = await root.PlaceAsync("""{"count":10,"minCount":1,"resources":{"VCPU":1}}""");

        Assert.Equal((false, "is the same zone as zulu, which is asked and counted in its stead"), Told(await test.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)));
        Assert.Equal("apiUrl", (await third.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal((HttpStatusCode.Created, 8), (status, answer.GetProperty("placed").GetInt32()));
        Assert.Equal(
            ["alpha: Skipped is the same zone as zulu", "zulu: Answered "],
            answer.GetProperty("children").EnumerateArray().Select(c => $"{c.GetProperty("zone")}: {c.GetProperty("outcome")} {c.GetProperty("reason")}"));
        var tree = await root.GetAsync("/api/v1/zone/tree");
        Assert.Equal((8, "the same zone as zulu: asked and counted there"), (Capacity(tree), tree.GetProperty("children")[0].GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task HopLimit_Reached_SaysSoBelow()
    {
        await using var leaf = await ZoneHost.StartAsync("Zone:Name=leaf");
        await using var middle = await ZoneHost.StartAsync("Zone:Name=middle");
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:HopLimit=1");
        await leaf.ReportHostAsync("l1", """{"inventories":{"VCPU":8}}""");
        await middle.AddChildAsync("leaf", leaf);
        await root.AddChildAsync("middle", middle);

        var (status, problem) = await root.PlaceAsync(OneCpu);
        var explanation = await root.GetAsync(problem.GetProperty("explanation").GetString()!);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("the hop limit is reached", explanation.GetProperty("children")[0].GetProperty("children")[0].GetProperty("reason").GetString());
    }

    private static async Task AddAsync(ZoneHost root, string name, ZoneHost child, string? address = null)
    {
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"{{name}}","apiUrl":"{{address ?? child.Url.ToString()}}","token":"{{ZoneHost.AdminToken}}"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }

    private static (bool Ok, string? Message) Told(JsonElement test) => (test.GetProperty("ok").GetBoolean(), test.GetProperty("message").GetString());

    private static long Capacity(JsonElement tree) => tree.GetProperty("resources").GetProperty("VCPU").GetProperty("capacity").GetInt64();
}
