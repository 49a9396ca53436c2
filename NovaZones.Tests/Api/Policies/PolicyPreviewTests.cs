using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Policies;

/// <summary>A preview says what really comes of a policy when it is saved, and changes nothing itself.</summary>
public class PolicyPreviewTests : IAsyncLifetime
{
    private const string Spread = """{"weights":{"ram":1,"cpu":1,"disk":0,"best-fit":0,"balance":0,"fragmentation":0}}""";
    private const string Pack = """{"weights":{"ram":-1,"cpu":-1,"disk":0,"best-fit":5,"balance":0,"fragmentation":0}}""";

    private readonly List<string> _placed = [];
    private ZoneHost _zone = null!;

    public async ValueTask InitializeAsync()
    {
        _zone = await ZoneHost.StartAsync("Zone:Name=solo");
        for (var host = 1; host <= 4; host++)
        {
            await _zone.ReportHostAsync($"h{host}", """{"inventories":{"VCPU":16,"MEMORY_MB":65536}}""");
        }

        await SaveAsync(Spread);
    }

    public async ValueTask DisposeAsync() => await _zone.DisposeAsync();

    [Fact]
    public async Task Preview_AnotherPolicy_SaysWhatSavingItWouldHaveDone()
    {
        await PlaceSixAsync();
        var preview = await PreviewAsync(Pack);
        var untouched = await _zone.GetAsync("/api/v1/policies/default");
        var hosts = await HostsAsync();

        await SaveAsync(Pack);
        foreach (var id in _placed)
        {
            using var released = await _zone.Client.DeleteAsync($"/api/v1/placements/{id}", TestContext.Current.CancellationToken);
        }

        var before = _placed.ToList();
        await PlaceSixAsync();
        var really = await HostsAsync();

        var moved = preview.GetProperty("decisions").EnumerateArray().ToDictionary(d => d.GetProperty("reservationId").GetString()!, d => d);
        Assert.Equal(2, untouched.GetProperty("version").GetInt32());
        Assert.Equal((6, moved.Count), (preview.GetProperty("requests").GetInt32(), preview.GetProperty("moved").GetInt32()));
        Assert.True(moved.Count >= 3, $"only {moved.Count} moved");
        for (var i = 0; i < 6; i++)
        {
            var would = moved.TryGetValue(before[i], out var decision) ? decision.GetProperty("after").EnumerateArray().Select(h => h.GetString()!) : hosts[i];
            Assert.Equal(really[i], would);
        }

        Assert.Equal((4, 1), (InUse(preview, "before"), InUse(preview, "after")));
        Assert.True(Spreads(preview, "before") < Spreads(preview, "after"));
    }

    [Fact]
    public async Task Preview_ThePolicyInForce_MovesNothingAndShowsTheZoneAsItIs()
    {
        await PlaceSixAsync();

        var preview = await PreviewAsync("{}");

        var use = preview.GetProperty("after").GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("class").GetString() == "VCPU");
        Assert.Equal((0, 64, 12), (preview.GetProperty("moved").GetInt32(), use.GetProperty("capacity").GetInt32(), use.GetProperty("used").GetInt32()));
        Assert.Equal(preview.GetProperty("before").GetRawText(), preview.GetProperty("after").GetRawText());
        Assert.Equal(4, use.GetProperty("histogram").EnumerateArray().Sum(h => h.GetInt32()));
    }

    [Fact]
    public async Task Preview_WhatWasRefusedAndWhatWasGivenBack_IsTriedWithoutTakingAnybodysPlace()
    {
        var (status, refused) = await _zone.PlaceAsync("""{"resources":{"VCPU":2},"traits":{"required":["HW_NONE"]}}""");
        await PlaceSixAsync();
        using var released = await _zone.Client.DeleteAsync($"/api/v1/placements/{_placed[5]}", TestContext.Current.CancellationToken);

        var preview = await PreviewAsync("""{"filters":["HostState","Resources"]}""");

        // Without its filter a policy refuses who asks for traits, which is told in its own words.
        Assert.Equal((HttpStatusCode.Conflict, 7), (status, preview.GetProperty("requests").GetInt32()));
        Assert.Equal((1, 1), (Figure(preview, "before", "refused"), Figure(preview, "after", "refused")));
        Assert.Equal(10, preview.GetProperty("after").GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("class").GetString() == "VCPU").GetProperty("used").GetInt32());
        Assert.NotNull(refused.GetProperty("reservationId").GetString());
    }

    [Fact]
    public async Task Preview_ALimit_ShowsWhoWouldBeRefused()
    {
        await PlaceSixAsync();

        var preview = await PreviewAsync("""{"limits":{"maxInstancesPerHost":1}}""");

        var lost = preview.GetProperty("decisions").EnumerateArray().Where(d => d.GetProperty("after").GetArrayLength() == 0).ToList();
        Assert.Equal((2, 2), (lost.Count, Figure(preview, "after", "refused")));
        Assert.All(lost, d => Assert.Contains("instances", d.GetProperty("reason").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"requests":0}""", "requests")]
    [InlineData("""{"requests":1001}""", "requests")]
    [InlineData("""{"requests":"many"}""", "requests")]
    [InlineData("""{"colour":1}""", "colour")]
    [InlineData("""{"weights":{"colour":1}}""", "weights.colour")]
    [InlineData("""{"filters":["HostState"]}""", "filters")]
    [InlineData("""{"driver":"best"}""", "driver")]
    public async Task Preview_WrongBody_NamesTheField(string body, string field)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/policies/default/preview", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(field, problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Preview_NoSuchPolicyOrNoRight_IsRefused()
    {
        using var unknown = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/policies/none/preview", "{}");
        using var reader = new HttpRequestMessage(HttpMethod.Post, "/api/v1/policies/default/preview") { Content = JsonContent.Create(new { }) };
        reader.Headers.Authorization = new("Bearer", await _zone.CreateTokenAsync("read"));
        using var forbidden = await _zone.Client.SendAsync(reader, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (unknown.StatusCode, forbidden.StatusCode));
    }

    private static int Figure(JsonElement preview, string side, string name) => preview.GetProperty(side).GetProperty(name).GetInt32();

    private static int InUse(JsonElement preview, string side) => Figure(preview, side, "hostsInUse");

    private static double Spreads(JsonElement preview, string side) =>
        preview.GetProperty(side).GetProperty("resources").EnumerateArray().First(r => r.GetProperty("class").GetString() == "VCPU").GetProperty("spread").GetDouble();

    private async Task PlaceSixAsync()
    {
        _placed.Clear();
        for (var i = 0; i < 6; i++)
        {
            var (_, body) = await _zone.PlaceAsync("""{"resources":{"VCPU":2,"MEMORY_MB":4096}}""");
            _placed.Add(body.GetProperty("reservationId").GetString()!);
        }
    }

    private async Task<List<string[]>> HostsAsync()
    {
        var hosts = new List<string[]>();
        foreach (var id in _placed)
        {
            var whole = await _zone.GetAsync($"/api/v1/placements/{id}");
            hosts.Add([.. whole.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("host").GetString()!)]);
        }

        return hosts;
    }

    private async Task<JsonElement> PreviewAsync(string body)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Post, "/api/v1/policies/default/preview", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task SaveAsync(string body)
    {
        using var response = await _zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/default", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
