using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Demo;
using NovaZones.Web.Demo.Zones;
using Xunit;

namespace NovaZones.Tests.Agent;

/// <summary>The demo's real host: the machine that this test runs on.</summary>
public sealed class DemoAgentTests
{
    [Fact]
    public async Task Run_ZoneOfTheDemo_HasThisMachineAmongItsHosts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
        using var folder = new TemporaryDirectory();
        var port = LoopbackPorts.TakeFree(1)[0];
        var offset = DemoLayout.Zones.Single(z => z.Name == DemoAgent.Zone).PortOffset;
        var options = DemoOptions.Parse(["--port", $"{port - offset}", "--data", folder.Path]).Options;
        await using var tree = new DemoTree(options, new DemoScreen(), TimeProvider.System);
        var token = tree.Zone(DemoAgent.Zone).Process.Token;
        await using var zone = await ZoneHost.StartAsync($"urls=http://127.0.0.1:{port}", $"Auth:BootstrapToken={token}");
        using var client = zone.CreateClient(token);
        using var stop = new CancellationTokenSource();

        var running = new DemoAgent(options, tree, new DemoScreen()).RunAsync(stop.Token);
        await Eventually.IsTrueAsync(async () =>
        {
            using var answer = await client.GetAsync($"/api/v1/hosts/{DemoAgent.HostName}", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\"MEMORY_MB\"", StringComparison.Ordinal);
        });
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(File.Exists(Path.Combine(folder.Path, DemoAgent.Zone, "agent.db")));
    }
}
