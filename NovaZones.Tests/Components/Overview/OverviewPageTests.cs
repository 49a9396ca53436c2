using System.Collections.Immutable;
using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Policies;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Overview;
using NovaZones.Web.Features.Overview.Parts;
using NovaZones.Web.Features.Zone;
using NovaZones.Web.Features.Zone.Parts;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Components.Overview;

public sealed class OverviewPageTests : ConsoleContext
{
    private static readonly ChildZone _paris = new()
    {
        Id = Guid.CreateVersion7(),
        Name = "paris",
        ApiUrl = new Uri("http://127.0.0.1:1"),
        Token = "secret",
        CreatedAt = Stored.Noon,
    };

    [Fact]
    public async Task ChildZones_ComeAndGo_TheTreeFollowsWithoutReloading()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var children = await AddZoneAsync(database);
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Equal("Online", StateOf(page, "zone1")));

        children.Put(_paris); // the clock stands still, so only the feed can have told the page
        page.WaitForAssertion(() => Assert.Equal("Unknown", StateOf(page, "paris")));

        children.Succeeded(_paris.Id, InfoWithHosts(7), TimeSpan.FromMilliseconds(3));
        Shown(page, () =>
        {
            Assert.Equal("Online", StateOf(page, "paris"));
            Assert.Contains("7", page.Find("[data-testid=card-hosts] .value").TextContent, StringComparison.Ordinal);
        });

        for (var failure = 0; failure < new FederationOptions().FailuresToOffline; failure++)
        {
            children.Failed(_paris.Id, "did not answer within 2 s");
        }

        Shown(page, () =>
        {
            Assert.Equal("Offline", StateOf(page, "paris"));
            Assert.Contains("did not answer within 2 s", page.Find("[data-testid=zone-node-paris] .reason").TextContent, StringComparison.Ordinal);
        });
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Zones_MoreThanAreTold_AreShownAsANumber()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var children = await AddZoneAsync(database);
        var told = InfoWithHosts(7);
        children.Put(_paris);
        children.Succeeded(_paris.Id, told with { Summary = told.Summary with { Children = [new ZoneNode { Name = ZoneNode.Rest, Path = "*", State = "Online", Zones = 12 }] } }, TimeSpan.Zero);

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal("and 12 more zones, added up", page.Find("[data-testid=more-zones]").TextContent));
        Assert.Equal("2 / 14", page.Find("[data-testid=card-zones] .value").TextContent);
        Assert.Contains("12 are not told one by one", page.Find("[data-testid=card-zones]").TextContent, StringComparison.Ordinal);

        Services.GetRequiredService<NavigationManager>().NavigateTo("/?zone=par");
        page.WaitForAssertion(() => Assert.Equal("1 of 2 zones have it in their name; 12 more are not told by name and not searched.", page.Find("[data-testid=zone-matches]").TextContent));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Dispose_AfterWatching_LeavesNoSubscriber()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await AddZoneAsync(database);
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Equal(1, Feed.SubscriberCount));

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.SubscriberCount);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task PlaceButton_ByPermission_IsShownToThoseWhoMayPlace(bool mayPlace, int buttons)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await AddZoneAsync(database, mayPlace);

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=zone-node-zone1]")));
        Assert.Equal(
            ["/placements?state=refused", "/placements?state=expired"], // both are counted there
            page.FindAll("[data-testid=all-refused], [data-testid=all-expired]").Select(link => link.GetAttribute("href")));
        Assert.Equal(buttons, page.FindAll("[data-testid=new-placement]").Count);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Change_OfOneFigure_DrawsWhatShowsItAndNothingElse()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var children = await AddZoneAsync(database);
        children.Put(_paris);
        children.Succeeded(_paris.Id, InfoWithHosts(7), TimeSpan.Zero);
        var page = Render<OverviewPage>();
        Shown(page, () => Assert.Equal("7", page.Find("[data-testid=card-hosts] .value").TextContent));
        children.Succeeded(_paris.Id, InfoWithHosts(8), TimeSpan.Zero); // everything is drawn twice in the beginning
        Shown(page, () => Assert.Equal("8", page.Find("[data-testid=card-hosts] .value").TextContent));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=zone-history-none]")));
        var (place, room, heat) = (page.FindComponent<MudButton>().RenderCount, page.FindComponent<RoomForMore>().RenderCount, page.FindComponent<HeatMap>().RenderCount);
        var history = page.FindComponent<ZoneHistory>().RenderCount;

        for (var hosts = 9; hosts < 13; hosts++)
        {
            children.Succeeded(_paris.Id, InfoWithHosts(hosts), TimeSpan.Zero);
            Shown(page, () => Assert.Equal(hosts.ToString(CultureInfo.InvariantCulture), page.Find("[data-testid=card-hosts] .value").TextContent));
        }

        Assert.Equal(
            (place, room, heat, history),
            (page.FindComponent<MudButton>().RenderCount, page.FindComponent<RoomForMore>().RenderCount, page.FindComponent<HeatMap>().RenderCount, page.FindComponent<ZoneHistory>().RenderCount));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Read_ByManyConsoles_IsOnePictureWhoseUnchangedPartsStay()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var children = await AddZoneAsync(database);
        var board = Services.GetRequiredService<OverviewBoard>();
        var first = await board.ReadAsync();
        var another = await board.ReadAsync();

        children.Put(_paris);
        children.Succeeded(_paris.Id, InfoWithHosts(7), TimeSpan.Zero);
        var second = await board.ReadAsync(); // the clock stands still: what changed is seen at once all the same

        Assert.Same(first, another);
        Assert.NotSame(first, second);
        Assert.Equal(("0", "7"), (first.Figures[1].Value, second.Figures[1].Value));
        Assert.Same(first.Latest, second.Latest);
        Assert.Same(first.Refusals, second.Refusals);
        Assert.Same(first.Fits, second.Fits);
    }

    [Fact]
    public async Task Fold_AZone_StandsInTheAddressAndComesBackFromThere()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var children = await AddZoneAsync(database);
        children.Put(_paris);
        var navigation = Services.GetRequiredService<NavigationManager>();
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=zone-node-paris]")));

        await page.Find("[data-testid=zone-node-zone1] .toggle").ClickAsync(new());

        Assert.EndsWith("?closed=zone1", navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=zone-node-paris]"));
        var again = Render<OverviewPage>();
        again.WaitForAssertion(() => Assert.Single(again.FindAll("[data-testid=zone-node-zone1]")));
        Assert.Empty(again.FindAll("[data-testid=zone-node-paris]"));

        await again.Find("[data-testid=zone-node-zone1] .toggle").ClickAsync(new());

        Assert.DoesNotContain("closed", navigation.Uri, StringComparison.Ordinal);
        Assert.Single(again.FindAll("[data-testid=zone-node-paris]"));
        await DisposeComponentsAsync();
    }

    private async Task<ChildZoneRegistry> AddZoneAsync(TestDatabase database, bool mayPlace = true)
    {
        var zone = Options.Create(new ZoneOptions());
        var identity = new ZoneIdentity(zone, database.Services.GetRequiredService<IZoneIdentityStore>());
        await identity.LoadAsync(Xunit.TestContext.Current.CancellationToken);
        var children = new ChildZoneRegistry(Options.Create(new FederationOptions()), Feed, Time);
        var policies = new PolicyBook(database.Services.GetRequiredService<IPolicyStore>(), new PolicyResolver(new PluginCatalog([], [])), Feed, Time);
        Services.AddSingleton(database.Services.GetRequiredService<IReservationStore>());
        var view = new FleetView();
        Services.AddSingleton(view);
        Services.AddSingleton<RecentPlacements>();
        Services.AddSingleton<OverviewBoard>();
        Services.AddSingleton<HeatBoard>();
        Services.AddSingleton(database.Services.GetRequiredService<IZoneHistoryStore>());
        Services.AddSingleton<ZoneHistoryReader>();
        Services.AddSingleton(Options.Create(new RetentionOptions()));
        Services.AddSingleton(new PendingBook(view, Time, Options.Create(new PlacementLimits()), Options.Create(new SchedulerOptions())));
        Services.AddSingleton(Options.Create(new SchedulerOptions()));
        Services.AddSingleton(new ZoneOverview(view, children, policies, identity, new RequestFits(), zone, Options.Create(new SchedulerOptions()), Options.Create(new FederationOptions()), Time));
        AddAuthorization().SetAuthorized("ann").SetPolicies(mayPlace ? [AccessPolicies.Read, AccessPolicies.PlacementsWrite] : [AccessPolicies.Read]);
        BeInteractive();
        return children;
    }

    /// <summary>Lets the quiet time after the last round pass, then waits for the page to show it.</summary>
    private void Shown(IRenderedComponent<OverviewPage> page, Action assertion)
    {
        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(assertion);
    }

    private static string? StateOf(IRenderedComponent<OverviewPage> page, string zone) =>
        page.Find($"[data-testid=zone-node-{zone}]").GetAttribute("data-state");

    private static ZoneInfo InfoWithHosts(int up) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = "paris",
        Path = "paris",
        Version = "1",
        Driver = "filter",
        Policy = "default",
        PolicyVersion = 1,
        AsOf = Stored.Noon,
        Summary = new ZoneSummary
        {
            Hosts = new HostCounts(up, 0, 0),
            Resources = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(ResourceClass.Vcpu, new ResourceSummary(100, 20, 16))]),
        },
    };
}
