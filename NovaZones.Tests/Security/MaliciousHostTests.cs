using System.Net;
using System.Text.Json;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>A host that reports markup wherever text may stand: it is text on every page, in every answer and every file.</summary>
public sealed class MaliciousHostTests
{
    private const string Markup = "<img src=x onerror=alert(1)>";
    private static readonly string Report =
        """{"inventories":{"VCPU":8},"capabilities":{"@":"@","list":["@"],"rack":"@"},"availabilityZone":"@","providers":[{"name":"@","inventories":{"GPU_MILLI":1000}}]}""".Replace("@", Markup, StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_MarkupInEveryName_IsShownAsTextOnly()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=root");
        using var host = zone.CreateClient(await zone.CreateTokenAsync(ApiScopes.HostsReport));
        using var content = new StringContent(Report, System.Text.Encoding.UTF8, "application/json");
        using var reported = await host.PutAsync("/api/v1/hosts/evil", content, Token);
        Assert.True(reported.StatusCode == HttpStatusCode.Created, await reported.Content.ReadAsStringAsync(Token));
        var (_, placed) = await zone.PlaceAsync("""{"name":"<img src=x onerror=alert(1)>","resources":{"VCPU":1}}""");
        var (refusedStatus, refused) = await zone.PlaceAsync("""{"name":"<img src=x onerror=alert(1)>","resources":{"VCPU":1},"query":["=","$rack","<img src=x onerror=alert(2)>"]}""");
        Assert.Equal(HttpStatusCode.Conflict, refusedStatus);
        using var browser = await Callers.SignInAsync(zone, await Callers.AddPersonAsync(zone, "Administrator"));

        // The text arrives: otherwise nothing would be shown because there was nothing to show.
        Assert.Contains("&lt;img src=x", await browser.GetStringAsync("/hosts/evil", Token), StringComparison.OrdinalIgnoreCase);
        foreach (var address in new[] { "/", "/hosts", "/hosts/evil", "/placements", Placement(placed), Placement(refused) })
        {
            Assert.DoesNotContain("<img src=x", await browser.GetStringAsync(address, Token), StringComparison.OrdinalIgnoreCase);
        }

        foreach (var address in new[] { "/api/v1/hosts", "/api/v1/hosts/evil", $"/api/v1{Placement(placed)}", $"/api/v1{Placement(refused)}/explanation" })
        {
            using var answer = await zone.Client.GetAsync(address, Token);
            Assert.Equal(("application/json", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        }
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("../../etc/passwd")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    public async Task Name_ThatCouldBeMistaken_IsRefused(string name)
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=root");
        using var line = new StringContent(JsonSerializer.Serialize(new { name, inventories = new { VCPU = 1 } }) + "\n", System.Text.Encoding.UTF8, "application/x-ndjson");
        using var answer = await zone.Client.PostAsync("/api/v1/hosts:report", line, Token);

        var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal((0, 1), (told.GetProperty("accepted").GetInt32(), told.GetProperty("failed").GetInt32()));
        Assert.Equal(0, (await zone.GetAsync("/api/v1/hosts")).GetProperty("items").GetArrayLength());
    }

    private static string Placement(JsonElement answer) => $"/placements/{answer.GetProperty("reservationId").GetString()}";
}
