using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Telemetry;

/// <summary>What a real zone tells at <c>/metrics</c>, and that dashboard and alert rules speak of nothing else.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_OfAZoneThatWorked_HoldTheFiguresThatDashboardAndAlertsName()
    {
        var token = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":2}}""");
        await using var zone = await RealZone.StartAsync("planet", directory.Path, token);
        using var report = Json("""{"inventories":{"VCPU":8,"MEMORY_MB":4096}}""");
        using var reported = await zone.Client.PutAsync("/api/v1/hosts/h1", report, token);
        using var added = await zone.Client.PostAsJsonAsync("/api/v1/zones", new { name = "emea", apiUrl = child.Url, token = ZoneHost.AdminToken }, token);
        await PlaceAsync(zone, """{"resources":{"VCPU":2}}""", HttpStatusCode.Created);
        await PlaceAsync(zone, """{"resources":{"VCPU":9}}""", HttpStatusCode.Conflict);
        await Eventually.IsTrueAsync(async () => (await MetricsAsync(zone)).Split('\n').Any(l => l.StartsWith("novazones_children{", StringComparison.Ordinal) && l.Contains("health=\"online\"} 1", StringComparison.Ordinal)));

        var text = await MetricsAsync(zone);

        Assert.Equal(("1", "1"), (Value(text, "novazones_placements_total", "outcome=\"placed\""), Value(text, "novazones_placements_total", "outcome=\"refused\"")));
        Assert.Equal("2", Value(text, "novazones_hosts", "state=\"up\""));
        Assert.Equal(("10", "2"), (Value(text, "novazones_capacity", "class=\"VCPU\""), Value(text, "novazones_used", "class=\"VCPU\"")));
        var told = TypeLine().Matches(text).Select(m => m.Groups["name"].Value).ToHashSet();
        foreach (var file in new[] { "grafana-dashboard.json", "alerts.yml" })
        {
            var named = MetricName().Matches(await File.ReadAllTextAsync(Path.Combine(RepositoryTop.Path, "deploy", file), token)).Select(m => m.Value).Distinct().ToList();
            Assert.True(named.Count >= 8, $"{file} names only {named.Count} metrics");
            Assert.All(named, n => Assert.Contains(told.Contains(n) ? n : Suffix().Replace(n, ""), told));
        }

        // Nobody's names: what hosts, tenants and requests are called must not become labels.
        Assert.DoesNotContain("h1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_WhateverCallersInvent_HaveNoMoreSeries()
    {
        var token = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("bounded", directory.Path, token);
        await InventAsync(zone, "A", token);
        await InventAsync(zone, "B", token);
        var before = await SeriesAsync(zone, "B");

        await InventAsync(zone, "C", token);

        var after = await SeriesAsync(zone, "C");
        Assert.Equal(before.Select(Shape).Order(StringComparer.Ordinal), after.Select(Shape).Order(StringComparer.Ordinal));
        Assert.All(after.Where(series => !series.Contains("class=", StringComparison.Ordinal)), series => Assert.DoesNotContain("INVENTED", series, StringComparison.OrdinalIgnoreCase));

        // Of classes the first 64 by name are told, whatever they are called.
        static string Shape(string series) => Class().Replace(series, "class=");
    }

    [Fact]
    public async Task Metrics_WithoutToken_AreRefused()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        using var stranger = new HttpClient { BaseAddress = zone.Url };

        using var response = await stranger.GetAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("Otlp:Endpoint=collector", "Otlp:Endpoint")]
    [InlineData("Otlp:Endpoint=ftp://collector", "Otlp:Endpoint")]
    [InlineData("Otlp:SampleRatio=2", "SampleRatio")]
    public async Task Start_WithABadCollector_SaysWhichSetting(string setting, string named)
    {
        using var directory = new TemporaryDirectory();

        var run = await ZoneCommand.RunAsync(directory.Path, $"--{setting}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
    }

    /// <summary>Names, paths, methods and classes that nobody else has.</summary>
    private static async Task InventAsync(RealZone zone, string wave, CancellationToken token)
    {
        var inventories = Enumerable.Range(0, 60).ToDictionary(i => $"CUSTOM_INVENTED_{wave}{i}", _ => 1);
        inventories["VCPU"] = 8;
        var capabilities = new Dictionary<string, string> { [$"invented{wave}"] = "invented" };
        using var reported = await zone.Client.PutAsJsonAsync($"/api/v1/hosts/invented-{wave}", new { inventories, capabilities }, token);
        Assert.True(reported.IsSuccessStatusCode, await reported.Content.ReadAsStringAsync(token));
        await PlaceAsync(zone, "{\"name\":\"invented-" + wave + "\",\"tenant\":\"invented-" + wave + "\",\"resources\":{\"VCPU\":1}}", HttpStatusCode.Created);
        await PlaceAsync(zone, "{\"resources\":{\"CUSTOM_INVENTED_" + wave + "1\":2}}", HttpStatusCode.Conflict);
        foreach (var (method, address) in new[] { ("GET", $"/invented-{wave}"), ("GET", $"/api/v1/invented-{wave}"), ("GET", $"/api/v1/hosts/invented-{wave}x"), ($"INVENTED{wave}", "/api/v1/hosts") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            using var answer = await zone.Client.SendAsync(request, token);
        }
    }

    /// <summary>All series, without their values, once what was invented last is among them.</summary>
    private static async Task<List<string>> SeriesAsync(RealZone zone, string wave)
    {
        var text = "";
        await Eventually.IsTrueAsync(async () =>
        {
            text = await MetricsAsync(zone);
            return Value(text, "novazones_hosts", "state=\"up\"") == (wave[0] - 'A' + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)
                && Value(text, "novazones_placements_total", "outcome=\"refused\"") == (wave[0] - 'A' + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        });
        return [.. text.Split('\n').Where(line => line.StartsWith("novazones_", StringComparison.Ordinal) || line.StartsWith("http_server_request", StringComparison.Ordinal))
            .Where(line => !line.Contains("http_route=\"/metrics\"", StringComparison.Ordinal)) // made by looking
            .Select(line => line[..(line.IndexOf('}', StringComparison.Ordinal) + 1)])];
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task PlaceAsync(RealZone zone, string body, HttpStatusCode expected)
    {
        using var content = Json(body);
        using var response = await zone.Client.PostAsync("/api/v1/placements", content);
        Assert.Equal(expected, response.StatusCode);
    }

    private static Task<string> MetricsAsync(RealZone zone) => zone.Client.GetStringAsync("/metrics");

    private static string? Value(string text, string name, string label) =>
        text.Split('\n').FirstOrDefault(l => l.StartsWith(name + "{", StringComparison.Ordinal) && l.Contains(label, StringComparison.Ordinal))?.Split("} ")[1].Split(' ')[0];

    [GeneratedRegex("class=\"[^\"]*\"")]
    private static partial Regex Class();

    [GeneratedRegex(@"^# TYPE (?<name>\S+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\bnovazones_[a-z_]+\b")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
