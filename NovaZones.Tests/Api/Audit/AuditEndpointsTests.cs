using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Maintenance;
using Xunit;

namespace NovaZones.Tests.Api.Audit;

/// <summary>Everything that an operator can change, done over HTTP at one zone, and what the audit log then says.</summary>
public sealed partial class AuditEndpointsTests
{
    private const string ChildSecret = "secret-of-the-child-zone";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryAct_IsRecordedWithWhoWhereBeforeAndAfter_AndNoSecret()
    {
        await using var zone = await ZoneHost.StartAsync();
        var secret = await ActAsync(zone);
        using var page = zone.CreateClient(null);
        await SignInAsync(page, ZoneHost.AdminUserName, "wrong password");
        await SignInAsync(page, "nobody-of-that-name", "wrong password");
        var signedIn = await SignInAsync(page, ZoneHost.AdminUserName, ZoneHost.AdminPassword);
        using var stillOpen = await page.GetAsync("/api/v1/zone", Token);

        var items = (await zone.GetAsync("/api/v1/audit?limit=200")).GetProperty("items").EnumerateArray().Reverse().ToList();
        var acts = items.Select(i => i.GetProperty("act").GetString()!).ToList();

        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.OK), (signedIn.StatusCode, stillOpen.StatusCode));
        Assert.Equal(["key.made", "policy.saved", "token.created", "user.created", "user.role-given"], acts.TakeWhile(a => a != "host.disabled").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "host.disabled", "host.enabled", "host.removed", "policy.saved", "policy.saved", "quota.saved", "quota.saved", "quota.removed", "aggregate.saved", "aggregate.removed",
                "child.added", "child.changed", "child.removed", "token.created", "token.revoked", "sign-in.refused", "sign-in.refused", "sign-in.succeeded",
            ],
            acts.SkipWhile(a => a != "host.disabled"));

        var disabled = items.First(i => i.GetProperty("act").GetString() == "host.disabled");
        Assert.Equal(("Token", "bootstrap", "admin", "127.0.0.1"), Actor(disabled));
        Assert.Equal(("Enabled", "Disabled", "repair"), (Text(disabled, "before", "adminState"), Text(disabled, "after", "adminState"), Text(disabled, "after", "reason")));
        var second = items.Last(i => i.GetProperty("act").GetString() == "policy.saved");
        Assert.Equal((1, 2), (second.GetProperty("before").GetProperty("version").GetInt32(), second.GetProperty("after").GetProperty("version").GetInt32()));
        Assert.Equal(("Zone", "zone"), (items[0].GetProperty("actor").GetProperty("kind").GetString(), items[0].GetProperty("actor").GetProperty("name").GetString()));
        Assert.Equal(["user/admin", "user"], items.Where(i => i.GetProperty("act").GetString() == "sign-in.refused").Select(i => i.GetProperty("subject").GetString()));
        var person = items[^1];
        Assert.Equal(("Person", "admin"), (person.GetProperty("actor").GetProperty("kind").GetString(), person.GetProperty("actor").GetProperty("name").GetString()));

        var whole = string.Join('\n', items) + await zone.Client.GetStringAsync("/export/audit.ndjson", Token);
        Assert.All([secret, ChildSecret, ZoneHost.AdminToken, ZoneHost.AdminPassword, "wrong password", "nobody-of-that-name"], text => Assert.DoesNotContain(text, whole, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verification_OfARunningZone_HoldsUntilARowIsTouched_AlsoAtTheCommandLine()
    {
        await using var zone = await ZoneHost.StartAsync();
        await ActAsync(zone);

        Assert.Equal(HttpStatusCode.NotFound, (await zone.Client.GetAsync("/api/v1/audit/verification", Token)).StatusCode);
        var holds = await VerifyAsync(zone);
        Assert.True(holds.GetProperty("holds").GetBoolean());
        Assert.Equal(MaintenanceCommand.Done, await RunAsync(zone, "verify", "--expect", holds.GetProperty("head").GetString()!));
        var export = Path.Combine(zone.DataDirectory, "audit.ndjson");
        Assert.Equal(MaintenanceCommand.Done, await RunAsync(zone, "export", "--to", export));
        Assert.Equal(MaintenanceCommand.Exists, await RunAsync(zone, "export", "--to", export));
        Assert.Equal(holds.GetProperty("records").GetInt64(), File.ReadLines(export).LongCount());

        ZoneSql.Execute(zone.DataDirectory, "UPDATE AuditEntries SET Subject = 'host/other' WHERE Act = 'host.removed'");

        var broken = await VerifyAsync(zone);
        var row = (await zone.GetAsync("/api/v1/audit?act=host.removed")).GetProperty("items")[0];
        Assert.Equal((false, row.GetProperty("sequence").GetInt64()), (broken.GetProperty("holds").GetBoolean(), broken.GetProperty("brokenAt").GetInt64()));
        Assert.Equal(MaintenanceCommand.AuditBroken, await RunAsync(zone, "verify"));
        Assert.Equal(broken.ToString(), (await zone.GetAsync("/api/v1/audit/verification")).ToString());
    }

    [Fact]
    public async Task List_PagesAndFilters_WithoutLossOrDouble_AndNamesMistakes()
    {
        await using var zone = await ZoneHost.StartAsync();
        await ActAsync(zone);
        var all = (await zone.GetAsync("/api/v1/audit?limit=500")).GetProperty("items").EnumerateArray().Select(Sequence).ToList();

        var paged = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await zone.GetAsync($"/api/v1/audit?limit=3{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(Sequence));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        Assert.Equal(all, paged);
        Assert.Equal(["host.removed", "host.enabled", "host.disabled"], (await zone.GetAsync("/api/v1/audit?act=host")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("act").GetString()));
        foreach (var (query, field) in new[] { ("limit=0", "limit"), ("cursor=x", "cursor"), ("from=soon", "from"), ("to=later", "to"), ("outcome=7", "outcome"), ("who=me", "who"), ($"q={new string('x', 300)}", "q") })
        {
            using var refused = await zone.Client.GetAsync($"/api/v1/audit?{query}", Token);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.StatusCode, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
        }

        using var wrong = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/audit/verification", """{"expect":"5:abc"}""");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.StartsWith("sequence,at,actorKind,", await zone.Client.GetStringAsync("/export/audit.csv?act=host", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlacementsAndReports_AreTheirOwnRecord()
    {
        await using var zone = await ZoneHost.StartAsync();
        var before = await VerifyAsync(zone);

        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        Assert.Equal(HttpStatusCode.Created, (await zone.PlaceAsync("""{"count":2,"resources":{"VCPU":1}}""")).Status);

        Assert.Equal(before.GetProperty("head").GetString(), (await VerifyAsync(zone)).GetProperty("head").GetString());
    }

    [Theory]
    [InlineData(MaintenanceCommand.WrongOptions)]
    [InlineData(MaintenanceCommand.WrongOptions, "look")]
    [InlineData(MaintenanceCommand.WrongOptions, "export")]
    [InlineData(MaintenanceCommand.WrongOptions, "verify", "--to", "x")]
    [InlineData(MaintenanceCommand.WrongOptions, "verify", "--expect", "12")]
    [InlineData(MaintenanceCommand.Done, "--help")]
    [InlineData(MaintenanceCommand.Done, "verify", "--help")]
    [InlineData(MaintenanceCommand.NotDone, "verify", "--file", "/nowhere/zone.db")]
    public async Task Words_EachMistake_HasItsCode(int code, params string[] words) => Assert.Equal(code, await AuditCommand.RunAsync(words));

    /// <summary>One of everything.</summary>
    /// <returns>The secret of a token that was made.</returns>
    private static async Task<string> ActAsync(ZoneHost zone)
    {
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        await SendAsync(zone, HttpMethod.Post, "/api/v1/hosts/h1/disable", """{"reason":"repair"}""");
        await SendAsync(zone, HttpMethod.Post, "/api/v1/hosts/h1/enable", "{}");
        await SendAsync(zone, HttpMethod.Delete, "/api/v1/hosts/h1");
        await SendAsync(zone, HttpMethod.Put, "/api/v1/policies/lean", """{"filters":["HostState","Resources"]}""");
        await SendAsync(zone, HttpMethod.Put, "/api/v1/policies/lean", """{"filters":["HostState","Resources"],"weights":{"ram":2}}""");
        await SendAsync(zone, HttpMethod.Put, "/api/v1/quotas/t1", """{"limits":{"VCPU":10}}""");
        await SendAsync(zone, HttpMethod.Put, "/api/v1/quotas/t1", """{"limits":{"VCPU":11}}""");
        await SendAsync(zone, HttpMethod.Delete, "/api/v1/quotas/t1");
        await SendAsync(zone, HttpMethod.Put, "/api/v1/aggregates/vip", """{"tenants":["t1"]}""");
        await SendAsync(zone, HttpMethod.Delete, "/api/v1/aggregates/vip");
        var child = await SendAsync(zone, HttpMethod.Post, "/api/v1/zones", $$"""{"name":"emea","apiUrl":"http://127.0.0.1:9","token":"{{ChildSecret}}"}""");
        var id = child.GetProperty("id").GetString();
        await SendAsync(zone, HttpMethod.Put, $"/api/v1/zones/{id}", """{"name":"emea","apiUrl":"http://127.0.0.1:9","weightScale":2}""");
        await SendAsync(zone, HttpMethod.Delete, $"/api/v1/zones/{id}");
        var token = await SendAsync(zone, HttpMethod.Post, "/api/v1/tokens", """{"name":"ci","scopes":["read"]}""");
        await SendAsync(zone, HttpMethod.Delete, $"/api/v1/tokens/{token.GetProperty("id").GetString()}");
        return token.GetProperty("token").GetString()!;
    }

    private static async Task<JsonElement> SendAsync(ZoneHost zone, HttpMethod method, string address, string json = "{}")
    {
        using var response = method == HttpMethod.Delete ? await zone.Client.DeleteAsync(address, Token) : await zone.SendJsonAsync(method, address, json);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{method} {address}: {text}");
        return text.Length > 0 ? JsonElement.Parse(text) : default;
    }

    private static async Task<JsonElement> VerifyAsync(ZoneHost zone)
    {
        using var response = await zone.Client.PostAsync("/api/v1/audit/verification", null, Token);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static Task<int> RunAsync(ZoneHost zone, params string[] words) => AuditCommand.RunAsync([.. words, $"--Database:DataDirectory={zone.DataDirectory}"]);

    private static long Sequence(JsonElement item) => item.GetProperty("sequence").GetInt64();

    private static string? Text(JsonElement item, string side, string member) => item.GetProperty(side).GetProperty(member).GetString();

    private static (string?, string?, string?, string?) Actor(JsonElement item)
    {
        var actor = item.GetProperty("actor");
        return (actor.GetProperty("kind").GetString(), actor.GetProperty("name").GetString(), actor.GetProperty("roles").GetString(), actor.GetProperty("address").GetString());
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string userName, string password)
    {
        var page = await browser.GetStringAsync("/login", Token);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value), new("Input.UserName", userName), new("Input.Password", password),
        ]);
        return await browser.PostAsync("/login", form, Token);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
