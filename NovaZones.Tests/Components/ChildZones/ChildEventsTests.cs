using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.ChildZones.Parts;
using Xunit;

namespace NovaZones.Tests.Components.ChildZones;

/// <summary>A child's history as the zone's store has it: none, some, and not to be read.</summary>
public sealed class ChildEventsTests : PageOfRealZone
{
    [Fact]
    public async Task Opened_WithoutAnyChange_SaysSo_AndClosedAgainShowsNothing()
    {
        var paris = await PutAsync();
        var events = Open(paris);
        Assert.Empty(events.FindAll("p, table"));

        await ToggleAsync(events);
        events.WaitForAssertion(() => Assert.Equal("No change was written down yet.", events.Find("p").TextContent));
        await ToggleAsync(events);

        Assert.Empty(events.FindAll("p, table"));
    }

    [Fact]
    public async Task Opened_TellsTheStoredChanges_NewestFirst()
    {
        var paris = await PutAsync();
        await AppendAsync(paris, -90, ChildHealth.Online, null);
        await AppendAsync(paris, -30, ChildHealth.Offline, "no answer within 2000 ms");
        var events = Open(paris);

        await ToggleAsync(events);

        events.WaitForAssertion(() => Assert.Equal(2, events.FindAll("tbody tr").Count));
        var rows = events.FindAll("tbody tr").Select(Words).ToList();
        Assert.Contains("Offline 30 min so far no answer within 2000 ms", rows[0], StringComparison.Ordinal);
        Assert.EndsWith("Online 1 h —", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ThatCannotBeRead_IsSaid_AndReadAgainOnDemand()
    {
        var paris = await PutAsync();
        await AppendAsync(paris, -30, ChildHealth.Online, null);
        ZoneSql.Execute(Zone.DataDirectory, "ALTER TABLE ChildEvents RENAME TO Away");
        var events = Open(paris);

        await ToggleAsync(events);
        events.WaitForElement("[data-testid=unreadable]");
        Assert.Empty(events.FindAll("table"));
        ZoneSql.Execute(Zone.DataDirectory, "ALTER TABLE Away RENAME TO ChildEvents");
        await events.Find("[data-testid=unreadable-retry]").ClickAsync(new());

        events.WaitForAssertion(() => Assert.Single(events.FindAll("tbody tr")));
        Assert.Empty(events.FindAll("[data-testid=unreadable]"));
    }

    private static Task ToggleAsync(IRenderedComponent<ChildEvents> events) => events.Find("[data-testid=history-paris]").TriggerEventAsync("ontoggle", EventArgs.Empty);

    private IRenderedComponent<ChildEvents> Open(ChildZone child)
    {
        SignIn(AccessPolicies.Read);
        return Render<ChildEvents>(p => p.Add(e => e.State, new ChildState(child, ChildHealth.Unknown, null, null, 0, null, null)));
    }

    // Known to the store alone, so that nobody polls it.
    private async Task<ChildZone> PutAsync()
    {
        var child = Infos.Child("paris") with { Enabled = false };
        Assert.True(await Zone.Services.GetRequiredService<IChildZoneStore>().TrySaveAsync(child, Token));
        return child;
    }

    private Task AppendAsync(ChildZone child, int minutes, ChildHealth health, string? reason) =>
        Zone.Services.GetRequiredService<IChildEventStore>().AppendAsync(new ChildEvent(child.Id, Stored.Noon.AddMinutes(minutes), health, reason), Token);
}
