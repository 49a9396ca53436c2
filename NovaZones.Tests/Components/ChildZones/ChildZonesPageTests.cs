using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Federation.History;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.ChildZones;
using Xunit;

namespace NovaZones.Tests.Components.ChildZones;

/// <summary>What the page says of each child: how old its figures are, and whether requests ask it.</summary>
public sealed class ChildZonesPageTests : ConsoleContext
{
    private readonly ChildZoneRegistry _children;
    private readonly Written _events = new();

    public ChildZonesPageTests()
    {
        _children = new ChildZoneRegistry(Options.Create(new FederationOptions()), Feed, Time);
        Services.AddSingleton(_children);
        Services.AddSingleton(new ComparisonBook(Feed));
        var zone = Options.Create(new ZoneOptions { Name = "planet" });
        var identity = new ZoneIdentity(zone, new Known());
        identity.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        Services.AddSingleton(new ZoneOverview(
            new FleetView(), _children, new PolicyBook(null!, new PolicyResolver(new PluginCatalog([], [])), Feed, Time), identity, new RequestFits(), zone,
            Options.Create(new SchedulerOptions()), Options.Create(new FederationOptions()), Time));

        // Nobody acts in these tests: what acting needs is not there.
        Services.AddSingleton(new ChildZoneService(null!, _children, null!, null!, null!, null!, null!, null!, Time));
        Services.AddSingleton<IChildEventStore>(_events);
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
    }

    [Fact]
    public async Task Age_GrowsUntilTheChildTellsAgain()
    {
        var paris = Put("paris", hosts: 2);
        var page = Render<ChildZonesPage>();

        Time.Advance(TimeSpan.FromMinutes(3));
        _children.Failed(paris.Id, "no answer within 2000 ms");
        page.WaitForAssertion(() => Assert.Equal("3 min ago", Cell(page, "age-paris")));
        Assert.Contains("1 failures in a row: no answer within 2000 ms", page.Find("[data-testid=child-zone-paris]").TextContent, StringComparison.Ordinal);

        _children.Succeeded(paris.Id, Infos.With(3), TimeSpan.FromMilliseconds(4));
        Shown(page, () => Assert.Equal("2 s ago", Cell(page, "age-paris")));
        Assert.Contains("3 up, 0 not", page.Find("[data-testid=child-zone-paris]").TextContent, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Token_ThatAllowsMoreThanItMust_IsSaidUntilAnotherIsHeld()
    {
        var paris = Put("paris", hosts: 2);
        _children.Succeeded(paris.Id, Infos.With(2) with { CallerScopes = ["admin", "zone:parent"] }, TimeSpan.FromMilliseconds(1));
        var page = Render<ChildZonesPage>();
        page.WaitForAssertion(() => Assert.Equal(
            "The token held for this zone allows more than acting as its parent: admin. One with the scope zone:parent is enough.", Cell(page, "excess-paris")));

        Time.Advance(TimeSpan.FromMinutes(3));
        page.WaitForAssertion(() => Assert.Equal("3 min ago", Cell(page, "age-paris")));
        _children.Succeeded(paris.Id, Infos.With(2) with { CallerScopes = ["zone:parent"] }, TimeSpan.FromMilliseconds(1));
        Shown(page, () => Assert.Empty(page.FindAll("[data-testid=excess-paris]")));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Breaker_OpensAndCloses_IsShownWithReasonAndNextTrial()
    {
        var paris = Put("paris", hosts: 2);
        var page = Render<ChildZonesPage>();
        Assert.Equal("ask it", Cell(page, "asking-paris"));

        _children.GateOf(paris.Id).Failed("no answer within 2000 ms", isConclusive: true);
        Shown(page, () => Assert.StartsWith("do not ask it: no answer within 2000 ms tried again from 2", Cell(page, "asking-paris"), StringComparison.Ordinal));

        Time.Advance(TimeSpan.FromSeconds(10));
        _children.Failed(paris.Id, "no answer within 2000 ms");
        Shown(page, () => Assert.Equal("do not ask it: no answer within 2000 ms tried again with the next request", Cell(page, "asking-paris")));

        _children.GateOf(paris.Id).Succeeded();
        Shown(page, () => Assert.Equal("ask it", Cell(page, "asking-paris")));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Asking_EveryReasonToPassAChildOver_IsTold()
    {
        Put("empty", hosts: 0);
        _children.Put(Infos.Child("disabled") with { Enabled = false });
        var offline = Put("offline", hosts: 1);
        _children.Lost(offline.Id, "gone");
        var stranger = Put("stranger", hosts: 1);
        _children.Estranged(stranger.Id, Infos.With(1), "it speaks version 9 of the zone protocol and this zone versions 1 to 2: no common version", TimeSpan.Zero);
        _children.Put(Infos.Child("unheard"));
        var twin = Guid.CreateVersion7();
        foreach (var (name, age) in new[] { ("first", 2), ("second", 1) })
        {
            var child = Infos.Child(name) with { CreatedAt = Planning.Now.AddDays(-age) };
            _children.Put(child);
            _children.Succeeded(child.Id, Infos.Of(twin, Infos.With(1).Summary), TimeSpan.Zero);
        }

        var page = Render<ChildZonesPage>();

        Assert.Equal("ask it last: no host is up there", Cell(page, "asking-empty"));
        Assert.Equal("do not ask it: switched off", Cell(page, "asking-disabled"));
        Assert.Equal("do not ask it: offline", Cell(page, "asking-offline"));
        Assert.Equal("do not ask it: no common version", Cell(page, "asking-stranger"));
        Assert.Equal(("ask it", "never"), (Cell(page, "asking-unheard"), Cell(page, "age-unheard")));
        Assert.Equal(("ask it", "do not ask it: they ask first, the same zone"), (Cell(page, "asking-first"), Cell(page, "asking-second")));
        await DisposeComponentsAsync();
        Assert.Equal(0, Feed.SubscriberCount);
    }

    [Fact]
    public async Task History_Opened_TellsStatesWithTimeLengthAndReason()
    {
        var paris = Put("paris", hosts: 2);
        _events.Changes.Add(new ChildEvent(paris.Id, Stored.Noon.AddMinutes(-9), ChildHealth.Online, null));
        _events.Changes.Add(new ChildEvent(paris.Id, Stored.Noon.AddHours(-3), ChildHealth.Offline, "no answer within 2000 ms"));
        var page = Render<ChildZonesPage>();
        Assert.Empty(page.FindAll("[data-testid=history-paris] table"));

        page.Find("[data-testid=history-paris]").TriggerEvent("ontoggle", EventArgs.Empty);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=history-paris] tbody tr").Count));
        var rows = page.FindAll("[data-testid=history-paris] tbody tr").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("Online 9 min so far", rows[0], StringComparison.Ordinal);
        Assert.Contains("Offline 2 h no answer within 2000 ms", rows[1], StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task History_LongerThanAPage_IsShownInStepsAndGivenWhole()
    {
        var paris = Put("paris", hosts: 2);
        _events.Changes.AddRange(Enumerable.Range(0, 120).Select(i => new ChildEvent(paris.Id, Stored.Noon.AddMinutes(-i), i % 2 == 0 ? ChildHealth.Online : ChildHealth.Offline, i % 2 == 0 ? null : "gone")));
        var page = Render<ChildZonesPage>();
        page.Find("[data-testid=history-paris]").TriggerEvent("ontoggle", EventArgs.Empty);
        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll("[data-testid=history-paris] tbody tr").Count));
        Assert.Contains("The newest 50 of 120 changes.", page.Find("[data-testid=history-paris]").TextContent, StringComparison.Ordinal);

        page.Find("[data-testid=history-more-paris]").Click();
        page.Find("[data-testid=history-more-paris]").Click();

        Assert.Equal(120, page.FindAll("[data-testid=history-paris] tbody tr").Count);
        Assert.Empty(page.FindAll("[data-testid=history-more-paris]"));
        var lines = (await this.SavedAsync(page, "zone-paris-history", "csv")).Split("\r\n");
        Assert.Equal(("at,state,seconds,reason", 122), (lines[0], lines.Length)); // the last one ends with its line
        Assert.EndsWith(",Offline,60,gone", lines[2], StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Card_OfAChild_LeadsToItsConsoleToTheTreeAndBelow()
    {
        var paris = Infos.Child("paris");
        _children.Put(paris);
        var below = new ZoneNode { Name = "rack7", Path = "rack7", State = "Online", PublicUrl = "https://rack7.example/" };
        var info = Infos.Of(Guid.CreateVersion7(), Infos.With(2).Summary with { Children = [below, below with { Name = "odd", Path = "odd", PublicUrl = "javascript:alert(1)" }] });
        _children.Succeeded(paris.Id, info with { PublicUrl = "https://paris.example/" }, TimeSpan.FromMilliseconds(3));
        var evil = Infos.Child("evil");
        _children.Put(evil);
        _children.Succeeded(evil.Id, Infos.Of(Guid.CreateVersion7(), Infos.With(1).Summary) with { PublicUrl = "javascript:alert(1)" }, TimeSpan.FromMilliseconds(3));

        var page = Render<ChildZonesPage>();

        Assert.Equal("https://paris.example/", page.Find("[data-testid=console-paris]").GetAttribute("href"));
        Assert.Equal("/?zone=paris", page.Find("[data-testid=in-tree-paris]").GetAttribute("href"));
        Assert.Contains("2 zones below it", page.Find("[data-testid=below-paris] summary").TextContent, StringComparison.Ordinal);
        Assert.Equal("https://rack7.example/", page.Find("[data-testid=zone-node-rack7] a.console").GetAttribute("href"));
        Assert.Empty(page.FindAll("[data-testid=console-evil]"));
        Assert.DoesNotContain("javascript", page.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task List_OfManyChildren_IsPagedSearchedAndGivenWhole()
    {
        for (var i = 0; i < 45; i++)
        {
            Put($"zone{i:00}", hosts: 1);
        }

        var page = Render<ChildZonesPage>();

        Assert.Equal(20, page.FindAll(".zone[data-testid^=child-zone-]").Count);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/zones?page=3");
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".zone[data-testid^=child-zone-]").Count));
        Assert.Equal(47, (await this.SavedAsync(page, "child-zones", "csv")).Split("\r\n").Length); // head, 45, and the end
        Services.GetRequiredService<NavigationManager>().NavigateTo("/zones?q=ZONE4");
        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll(".zone[data-testid^=child-zone-]").Count));
        Assert.Single(page.FindAll("[data-testid=child-zone-zone44]"));
        await DisposeComponentsAsync();
    }

    private ChildZone Put(string name, int hosts)
    {
        var child = Infos.Child(name);
        _children.Put(child);
        _children.Succeeded(child.Id, Infos.Of(Guid.CreateVersion7(), Infos.With(hosts).Summary), TimeSpan.FromMilliseconds(3));
        return child;
    }

    /// <summary>Lets the quiet time after the last round pass, then waits for the page to show it.</summary>
    private void Shown(IRenderedComponent<ChildZonesPage> page, Action assertion)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(assertion);
    }

    private static string Cell(IRenderedComponent<ChildZonesPage> page, string id) =>
        string.Join(' ', page.Find($"[data-testid={id}]").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class Known : IZoneIdentityStore
    {
        public Task<Guid> GetOrCreateAsync(CancellationToken cancellationToken) => Task.FromResult(Guid.CreateVersion7());
    }

    private sealed class Written : IChildEventStore
    {
        public List<ChildEvent> Changes { get; } = [];

        public Task AppendAsync(ChildEvent change, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ChildEvent>> ListAsync(Guid childZoneId, int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ChildEvent>>([.. Changes.Where(c => c.ChildZoneId == childZoneId).Take(limit)]);

        public Task<IReadOnlyList<ChildEvent>> ListLatestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
