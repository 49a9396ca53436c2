using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NovaZones.Cli;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Cli;

/// <summary>The command line against a real zone.</summary>
public sealed class NzTests(NzTests.OneZone fixture) : IClassFixture<NzTests.OneZone>
{
    private ZoneHost Zone => fixture.Zone;

    [Fact]
    public async Task Place_ExplainShowAndRelease_TellOneStory()
    {
        var placed = await RunJsonAsync("place", "--resource", "VCPU=2", "MEMORY_MB=1024", "--count", "2", "--name", "web");
        var id = placed.GetProperty("reservationId").GetString()!;
        var explained = await RunAsync("explain", id);
        var listed = await RunAsync("placements", "list", "--query", id);
        var shown = await RunAsync("placements", "show", id);
        var released = await RunAsync("release", id);
        var after = await RunJsonAsync("placements", "show", id);

        Assert.Equal(2, placed.GetProperty("instances").GetArrayLength());
        Assert.Contains("own hosts considered", explained.Out, StringComparison.Ordinal);
        Assert.Contains("Resources", explained.Out, StringComparison.Ordinal);
        Assert.Contains("web", listed.Out, StringComparison.Ordinal);
        Assert.Contains(placed.GetProperty("instances")[0].GetProperty("id").GetString()!, shown.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, released.Code);
        Assert.Equal("Released", after.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Place_WhatDoesNotFit_EndsWith3AndNamesTheChange()
    {
        var refused = await RunAsync("place", "-r", "VCPU=1", "--trait", "CUSTOM_NOWHERE");

        Assert.Equal(ExitCodes.NothingFits, refused.Code);
        Assert.Contains("It would fit:", refused.Out, StringComparison.Ordinal);
        Assert.Contains("CUSTOM_NOWHERE", refused.Out, StringComparison.Ordinal);
        Assert.Contains("Traits", refused.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_DryRunThenItsPlan_PlacesExactlyThat()
    {
        var planned = await RunJsonAsync("place", "-r", "VCPU=1", "--dry-run");
        var placed = await RunJsonAsync("place", "--plan", planned.GetProperty("plan").GetString()!);

        Assert.Equal("Planned", planned.GetProperty("state").GetString());
        Assert.Equal(planned.GetProperty("instances")[0].GetProperty("host").GetString(), placed.GetProperty("instances")[0].GetProperty("host").GetString());
        Assert.Equal(ExitCodes.Done, (await RunAsync("release", placed.GetProperty("reservationId").GetString()!)).Code);
    }

    [Fact]
    public async Task Place_FromStandardInputWithAKeyTwice_HasOneEffect()
    {
        var key = Guid.NewGuid().ToString();
        const string Body = """{"resources":{"VCPU":1},"tenant":"t1"}""";
        var first = await RunWithInputAsync(Body, "place", "--file", "-", "--count", "2", "--key", key, "--json");
        var second = await RunWithInputAsync(Body, "place", "--file", "-", "--count", "2", "--key", key, "--json");

        Assert.Equal(ExitCodes.Done, first.Code);
        var id = JsonElement.Parse(first.Out).GetProperty("reservationId").GetString()!;
        Assert.Equal(id, JsonElement.Parse(second.Out).GetProperty("reservationId").GetString());
        Assert.Equal(ExitCodes.Done, (await RunAsync("release", id)).Code);
    }

    [Fact]
    public async Task Capacity_CountsWithoutPlacing()
    {
        var counted = await RunJsonAsync("capacity", "-r", "DISK_GB=10");
        var table = await RunAsync("capacity", "-r", "DISK_GB=10");

        Assert.Equal(20, counted.GetProperty("total").GetInt64());
        Assert.Contains("20 would fit, at most 10 on one host.", table.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_ListShowDisableEnable()
    {
        var listed = await RunAsync("hosts", "list", "--sort", "name", "--limit", "1");
        var all = await RunJsonAsync("hosts", "list", "--limit", "0");
        var disabled = await RunAsync("hosts", "disable", "h2", "--reason", "new fans");
        var shown = await RunAsync("hosts", "show", "h2");
        var enabled = await RunAsync("hosts", "enable", "h2");

        Assert.Contains("h1", listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("h2", listed.Out, StringComparison.Ordinal);
        Assert.Contains("more than 1", listed.Error, StringComparison.Ordinal);
        Assert.Equal(2, all.GetArrayLength());
        Assert.Equal(ExitCodes.Done, disabled.Code);
        Assert.Contains("new fans", shown.Out, StringComparison.Ordinal);
        Assert.Contains("gpu0", shown.Out, StringComparison.Ordinal);
        Assert.Contains("rack", shown.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, enabled.Code);
    }

    [Fact]
    public async Task Zone_AndItsTree()
    {
        var zone = await RunJsonAsync("zone");
        var tree = await RunAsync("zone", "tree");
        var children = await RunJsonAsync("zone", "children");

        Assert.Equal("cli", zone.GetProperty("name").GetString());
        Assert.Contains("cli", tree.Out, StringComparison.Ordinal);
        Assert.Contains("VCPU", tree.Out, StringComparison.Ordinal);
        Assert.Equal(0, children.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Policies_SetAWeight_MakesAVersion_AndAStaleOneIsRefused()
    {
        var before = await RunJsonAsync("policies", "show", "default");
        var saved = await RunJsonAsync("policies", "set", "default", "-w", "ram=2.5", "-m", "more memory", "--expected-version", before.GetProperty("version").GetRawText());
        var stale = await RunAsync("policies", "set", "default", "-w", "ram=3", "--expected-version", before.GetProperty("version").GetRawText());
        var versions = await RunAsync("policies", "versions", "default");
        var wrong = await RunAsync("policies", "set", "default", "-w", "no-such-weigher=1");

        Assert.Equal(before.GetProperty("version").GetInt32() + 1, saved.GetProperty("version").GetInt32());
        Assert.Equal(2.5, saved.GetProperty("weights").GetProperty("ram").GetDouble());
        Assert.Equal(ExitCodes.Refused, stale.Code);
        Assert.Contains("more memory", versions.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Refused, wrong.Code);
        Assert.Contains("weights.no-such-weigher", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_Remove_TakesItWithItsVersions_ButNoneThatShips()
    {
        await RunJsonAsync("policies", "set", "for-a-while", "-w", "ram=2");
        var removed = await RunAsync("policies", "remove", "for-a-while");
        var listed = await RunAsync("policies", "list");
        var again = await RunAsync("policies", "remove", "for-a-while");
        var ships = await RunAsync("policies", "remove", "default");

        Assert.Equal(ExitCodes.Done, removed.Code);
        Assert.DoesNotContain("for-a-while", listed.Out, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Refused, ExitCodes.Refused), (again.Code, ships.Code));
        Assert.Contains("for-a-while", again.Error, StringComparison.Ordinal);
        Assert.Contains("ships with NovaZones", ships.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_OneThatMayRead_MayNotPlace_AndIsNothingOnceRevoked()
    {
        var made = await RunJsonAsync("tokens", "create", "reader", "--scope", "read", "--days", "1");
        var token = made.GetProperty("token").GetString()!;
        var read = await RunAsync("hosts", "list", "--token", token);
        var placed = await RunAsync("place", "-r", "VCPU=1", "--token", token);
        var revoked = await RunAsync("tokens", "revoke", made.GetProperty("id").GetString()!);
        var late = await RunAsync("hosts", "list", "--token", token);
        var listed = await RunAsync("tokens", "list");

        Assert.Equal(ExitCodes.Done, read.Code);
        Assert.Equal(ExitCodes.NotAllowed, placed.Code);
        Assert.Equal(ExitCodes.Done, revoked.Code);
        Assert.Equal(ExitCodes.NotAllowed, late.Code);
        Assert.Contains("reader", listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(token, listed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_TellsOfAHostThatReports()
    {
        var watching = RunAsync("watch", "--events", "2", "--json");
        while (!watching.IsCompleted)
        {
            await Zone.ReportHostAsync("h1", OneZone.H1);
            await Task.Delay(100, TestContext.Current.CancellationToken);
            await Zone.Client.PostAsync("/api/v1/hosts/h1/disable", null, TestContext.Current.CancellationToken);
            await Zone.Client.PostAsync("/api/v1/hosts/h1/enable", null, TestContext.Current.CancellationToken);
        }

        var (code, told, _) = await watching;
        var lines = told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal(2, lines.Length);
        Assert.Equal("cli", JsonElement.Parse(lines[0]).GetProperty("tree").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("--resource must be NAME=VALUE", "place", "-r", "VCPU")]
    [InlineData("must have a whole number", "place", "-r", "VCPU=many")]
    [InlineData("Say what to ask for", "place")]
    [InlineData("is not JSON", "place", "-r", "VCPU=1", "--query", "[")]
    [InlineData("cannot be read", "place", "--file", "/no/such/file.json")]
    [InlineData("--zone must be an http or https address", "zone", "--zone", "ftp://somewhere")]
    [InlineData("--timeout must be above 0", "zone", "--timeout", "0")]
    [InlineData("Unrecognized", "hosts", "list", "--no-such-option")]
    [InlineData("--limit must be 0 or more", "hosts", "list", "--limit", "-1")]
    [InlineData("--days must be above 0", "tokens", "create", "x", "-s", "read", "--days", "-3")]
    public async Task Usage_WhatIsWrong_EndsWith2AndIsNamed(string named, params string[] args)
    {
        var (code, _, error) = await RunAsync(args);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_HaveCodesOfTheirOwn()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var missing = await RunAsync("hosts", "show", "nowhere");
        var unknown = await RunAsync("hosts", "list", "--token", "not-a-token");
        var unreachable = await RunAsync("zone", "--zone", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

        Assert.Equal(ExitCodes.Refused, missing.Code);
        Assert.Contains("nowhere", missing.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.NotAllowed, unknown.Code);
        Assert.Equal(ExitCodes.Unreachable, unreachable.Code);
    }

    [Fact]
    public async Task Zone_ThatNeverAnswers_IsGivenUp()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (code, _, error) = await RunAsync("zone", "--timeout", "0.3", "--zone", $"http://{silent.LocalEndpoint}");

        Assert.Equal(ExitCodes.Unreachable, code);
        Assert.Contains("did not answer within 0.3 s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_OffersTheWordsThatGoOn()
    {
        var script = await RunAsync("completion", "bash");
        var words = await RunAsync("[suggest:8]", "nz hosts");
        var commands = await RunAsync("[suggest:4]", "nz p");

        Assert.Contains("complete -F", script.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, words.Code);
        Assert.Contains("placements", commands.Out, StringComparison.Ordinal);
        Assert.Contains("policies", commands.Out, StringComparison.Ordinal);
    }

    private Task<(int Code, string Out, string Error)> RunAsync(params string[] args) => RunWithInputAsync("", args);

    private async Task<JsonElement> RunJsonAsync(params string[] args)
    {
        var (code, told, error) = await RunAsync([.. args, "--json"]);
        Assert.True(code == ExitCodes.Done, $"{string.Join(' ', args)} ended with {code}: {error}{told}");
        return JsonElement.Parse(told);
    }

    private async Task<(int Code, string Out, string Error)> RunWithInputAsync(string input, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var variables = new Dictionary<string, string> { ["NZ_ZONE"] = Zone.Url.ToString(), ["NZ_TOKEN"] = ZoneHost.AdminToken };
        var code = await NzApp.RunAsync(
            args, new Surroundings(output, error, new StringReader(input), variables.GetValueOrDefault, TimeProvider.System), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>One zone with two hosts for all of these tests.</summary>
    public sealed class OneZone : IAsyncLifetime
    {
        internal const string H1 = """{"inventories":{"VCPU":64,"MEMORY_MB":65536,"DISK_GB":100},"capabilities":{"rack":"r1"}}""";

        public ZoneHost Zone { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Zone = await ZoneHost.StartAsync("Zone:Name=cli");
            await Zone.ReportHostAsync("h1", H1);
            await Zone.ReportHostAsync("h2", """{"inventories":{"VCPU":64,"MEMORY_MB":65536,"DISK_GB":100},"capabilities":{"rack":"r2"},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000}}]}""");
        }

        public ValueTask DisposeAsync() => Zone.DisposeAsync();
    }
}
