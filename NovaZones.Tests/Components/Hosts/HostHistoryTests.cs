using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Hosts.Parts;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>A host's use over time, as a picture and as a table.</summary>
public sealed class HostHistoryTests : ConsoleContext
{
    [Fact]
    public async Task History_WrittenDownAndNow_IsDrawnAndTold()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var store = database.Services.GetRequiredService<IHostHistoryStore>();
        Services.AddSingleton(new HostHistoryReader(store, Time));
        Services.AddSingleton(Options.Create(new RetentionOptions { HostHistory = TimeSpan.FromDays(2) }));
        var host = Host(used: 6);
        var young = Render<HostHistory>(p => p.Add(h => h.Host, host));
        young.WaitForAssertion(() => Assert.Single(young.FindAll("[data-testid=history-young]")));

        await store.AppendAsync(Stored.Noon.AddHours(-6), [HostFigures.Of(Host(used: 2) with { Providers = host.Providers })], Xunit.TestContext.Current.CancellationToken);
        await store.AppendAsync(Stored.Noon.AddHours(-2), [new HostFigures(host.Id, [new ClassFigures("VCPU", 8, 4)])], Xunit.TestContext.Current.CancellationToken);
        var page = Render<HostHistory>(p => p.Add(h => h.Host, host));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));

        Assert.Equal(["6 / 8", "4 / 8", "6 / 8"], page.FindAll("tbody td").Select(cell => cell.TextContent));
        Assert.Equal("vCPU over time: between 4 and 6 used, capacity 8 at the end. The figures stand in the table below.", page.Find("[data-testid=history-VCPU] svg").GetAttribute("aria-label"));
        Assert.Equal(["1 hour", "3 hours", "1 day"], page.FindAll(".link-tabs a").Select(tab => tab.TextContent.Trim())); // nothing longer is kept

        Assert.Equal("Nothing was written down before 2026-05-01 06:00:00 UTC.", page.Find("[data-testid=history-begin]").TextContent);

        Assert.EndsWith("/export/host-history.csv?host=h1&range=1d", page.Find("[data-testid=download-csv]").GetAttribute("href"), StringComparison.Ordinal);

        var shorter = Render<HostHistory>(p => p.Add(h => h.Host, host).Add(h => h.Range, "3h"));
        shorter.WaitForAssertion(() => Assert.StartsWith("0,25 200,25 200,50 600,50", shorter.Find("polyline.main").GetAttribute("points"), StringComparison.Ordinal));
    }

    private static Host Host(long used) => new()
    {
        Name = "h1",
        Generation = 1,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers = [new ResourceProvider { Id = Guid.CreateVersion7(), Name = "h1", Parent = -1, Inventories = [new InventoryUsage("VCPU", new Inventory(8), used)] }],
    };
}
