using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts;
using NovaZones.Web.Features.Overview.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

/// <summary>The legend and the table of the tiles say of every host what its tile shows.</summary>
public sealed class HeatMapTests : ConsoleContext
{
    private static readonly string[] _classes = ["VCPU", "PGPU"];

    private readonly FleetView _view = new();

    public HeatMapTests()
    {
        Services.AddSingleton(_view);
        Services.AddSingleton(Options.Create(new SchedulerOptions()));
        Services.AddSingleton<HeatBoard>();
        _view.Publish(FleetSnapshot.Of([Host("a", "VCPU"), Host("b", "PGPU", "east"), Host("c", "VCPU", "east")]));
        BeInteractive();
    }

    [Fact]
    public async Task Table_EveryRow_AddsUpToItsHosts()
    {
        var map = Render<HeatMap>(p => p.Add(m => m.Classes, _classes));

        var rows = map.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => int.Parse(cell.TextContent, System.Globalization.CultureInfo.InvariantCulture)).ToList()).ToList();

        Assert.Equal([1, 2], rows.Select(row => row[^1]));
        Assert.All(rows, row => Assert.Equal(row[^1], row.SkipLast(1).Sum()));
        Assert.Equal([0, 1], rows.Select(row => row[^2]));
        Assert.Contains("has no vCPU", map.Find("[data-testid=heat-without]").TextContent, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("east", "b c")]
    public async Task AsList_OfAZone_LeadsToItsHostsAlone(string zone, string names)
    {
        var map = Render<HeatMap>(p => p.Add(m => m.Classes, _classes).Add(m => m.Zone, zone));

        var query = Uri.UnescapeDataString(map.Find("[data-testid=heat-list]").GetAttribute("href")!.Split("?q=")[1]);
        var table = HostTable.Read(_view.Current, query, null, null, 1, Stored.Noon, TimeSpan.FromMinutes(1));

        Assert.Empty(table.Faults);
        Assert.Equal(names.Split(' '), table.Hosts.Select(host => host.Name));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Class_Chosen_StandsInTheAddressAndComesBackFromThere()
    {
        var map = Render<HeatMap>(p => p.Add(m => m.Classes, _classes));

        map.Find("[data-testid=heat-PGPU]").Click();
        Assert.EndsWith("?class=PGPU", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        map.Render(p => p.Add(m => m.Class, "PGPU"));

        Assert.Equal("true", map.Find("[data-testid=heat-PGPU]").GetAttribute("aria-pressed"));
        Assert.Equal(["1", "1"], map.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td")[^2].TextContent)); // those without it
        await DisposeComponentsAsync();
    }

    private static Host Host(string name, string resourceClass, string? zone = null) => new()
    {
        Name = name,
        Generation = 1,
        AvailabilityZone = zone,
        Heartbeat = new Heartbeat(Stored.Noon),
        Providers = [new ResourceProvider { Id = Guid.NewGuid(), Name = name, Parent = -1, Inventories = [new InventoryUsage(resourceClass, new Inventory(8), 1)] }],
    };
}
