using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Features.Zone;
using NovaZones.Web.Features.Zone.Parts;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Components.Zone;

/// <summary>The zone over time, as pictures, as a table and as files.</summary>
public sealed class ZoneHistoryTests : ConsoleContext
{
    [Fact]
    public async Task History_WrittenDown_IsDrawnAndTold()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var store = AddReader(database, new RetentionOptions { ZoneHistory = TimeSpan.FromDays(2) });
        var young = Render<ZoneHistory>(p => p.Add(h => h.Now, Stored.Noon));
        young.WaitForAssertion(() => Assert.Contains("every 5 minutes", young.Find("[data-testid=zone-history-none]").TextContent, StringComparison.Ordinal));

        foreach (var (minutes, used, placed) in new[] { (-60, 2, 300), (-40, 2, 300), (-10, 6, 1500), (-5, 4, 0) })
        {
            await store.AppendAsync(
                new ZonePoint(Stored.Noon.AddMinutes(minutes), TimeSpan.FromMinutes(5), new RequestCounts(placed, 3), new HostCounts(2, 1, 0), [new ClassFigures("VCPU", 8, used)]),
                Xunit.TestContext.Current.CancellationToken);
        }

        var page = Render<ZoneHistory>(p => p.Add(h => h.Now, Stored.Noon).Add(h => h.Range, "1h"));
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll("tbody tr").Count));

        Assert.Equal(["4 / 8", "0 (0/s)", "3 (0.01/s)", "2", "1", "0"], page.FindAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal(["4 / 8", "6 / 8", "2 / 8", "2 / 8"], page.FindAll("tbody tr").Select(row => row.QuerySelector("td")!.TextContent));
        Assert.Equal("vCPU over time: between 2 and 6 used, capacity 8 at the end. The figures stand in the table below.", page.Find("[data-testid=zone-history-VCPU] svg[role=img]").GetAttribute("aria-label"));
        Assert.Equal("Requests over time: at most 5/s placed and 0.01/s refused. The figures stand in the table below.", page.Find("[data-testid=zone-history-requests] svg[role=img]").GetAttribute("aria-label"));
        Assert.Equal("Hosts over time: between 2 and 2 up, at most 1 down and 0 disabled. The figures stand in the table below.", page.Find("[data-testid=zone-history-hosts] svg[role=img]").GetAttribute("aria-label"));

        // 600 wide for an hour: two points that nothing follows for long, then nothing until minute 50.
        Assert.Equal(["0,75 50,75", "200,75 250,75", "500,25 550,25 550,50 600,50"], page.FindAll("[data-testid=zone-history-VCPU] polyline.main").Select(line => line.GetAttribute("points")));
        Assert.Equal(["150,80 200,80", "450,0 500,0 500,100 550,100"], page.FindAll("[data-testid=zone-history-requests] polyline.main").Select(line => line.GetAttribute("points")));
        Assert.Equal(["1 hour", "1 day"], page.FindAll(".link-tabs a").Select(tab => tab.TextContent.Trim())); // nothing longer is kept
        Assert.Equal("1 hour", page.Find(".link-tabs a[aria-current]").TextContent.Trim());
        Assert.Equal(["/export/zone-history.csv?range=1h", "/export/zone-history.json?range=1h"], page.FindAll(".downloads a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task History_NewsAndAnotherSpan_AreReadAnew()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var store = AddReader(database, new RetentionOptions());
        await store.AppendAsync(Point(0), Xunit.TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromMinutes(2));
        var page = Render<ZoneHistory>(p => p.Add(h => h.Now, Time.GetUtcNow()));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Equal("Nothing was written down before 2026-05-01 11:55:00 UTC.", page.Find("[data-testid=zone-history-young]").TextContent);
        Assert.Equal(["428.6,0 600,0"], page.FindAll("[data-testid=zone-history-hosts] polyline.main").Select(line => line.GetAttribute("points"))); // two of seven minutes, not a dot at the edge of a day
        Assert.Equal(["1 hour", "1 day", "1 week"], page.FindAll(".link-tabs a").Select(tab => tab.TextContent.Trim()));

        await store.AppendAsync(Point(20), Xunit.TestContext.Current.CancellationToken);
        Time.Advance(TimeSpan.FromMinutes(21));
        page.Render(p => p.Add(h => h.Now, Time.GetUtcNow()));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        page.Render(p => p.Add(h => h.Now, Time.GetUtcNow()).Add(h => h.Range, "7d"));
        page.WaitForAssertion(() => Assert.Equal("1 week", page.Find(".link-tabs a[aria-current]").TextContent.Trim()));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr"))); // both are of one step of two hours
        Assert.StartsWith("2 (", page.FindAll("tbody td")[1].TextContent, StringComparison.Ordinal);
    }

    private IZoneHistoryStore AddReader(TestDatabase database, RetentionOptions retention)
    {
        var store = database.Services.GetRequiredService<IZoneHistoryStore>();
        Services.AddSingleton(store);
        Services.AddSingleton<ZoneHistoryReader>();
        Services.AddSingleton(Options.Create(retention));
        return store;
    }

    private static ZonePoint Point(int minutes) =>
        new(Stored.Noon.AddMinutes(minutes), TimeSpan.FromMinutes(5), new RequestCounts(1, 0), new HostCounts(1, 0, 0), [new ClassFigures("VCPU", 8, 4)]);
}
