using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Policies;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Keys;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using Xunit;

namespace NovaZones.Tests.Components.Keys;

public sealed class CommandPaletteTests : ConsoleContext
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task Untouched_ListsThePagesThatThePersonMaySee()
    {
        await using var database = await OpenAsync();

        var palette = Render<CommandPalette>();

        Assert.Equal(["Overview", "Hosts", "Placements", "Child zones", "Aggregates", "Quotas", "Policies", "Jobs", "About"], Names(palette));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Type_PartOfNames_FindsAFewOfEveryKindAfterThePause()
    {
        await using var database = await OpenAsync([.. Enumerable.Range(0, 9).Select(i => $"rack-{i}"), "a-rack"]);
        Services.GetRequiredService<ChildZoneRegistry>().Put(new ChildZone { Id = Guid.CreateVersion7(), Name = "tracks", ApiUrl = new Uri("http://127.0.0.1:1"), Token = "t", CreatedAt = Stored.Noon });
        await Services.GetRequiredService<AggregateBook>().SaveAsync(new Aggregate { Name = "rackers", ChangedAt = Stored.Noon }, Token);
        var palette = Render<CommandPalette>();

        palette.Find("input").Input(" rack ");
        Assert.Empty(palette.FindAll("li"));
        Time.Advance(CommandPalette.Pause);

        palette.WaitForAssertion(() => Assert.Equal(["rack-0", "rack-1", "rack-2", "rack-3", "rack-4", "rack-5", "tracks", "rackers"], Names(palette)));
        Assert.Contains("the first of each kind", palette.Find("[role=status]").TextContent, StringComparison.Ordinal);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Type_BeginningOfAnId_FindsTheReservation()
    {
        await using var database = await OpenAsync();
        var reservation = Stored.Reservation() with { Id = "r-abcdefghijkl" };
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(Stored.NoChanges.With(reservations: [reservation, Stored.Reservation()]), Token);
        var palette = Render<CommandPalette>();

        foreach (var typed in new[] { reservation.Id[..9].ToUpperInvariant(), reservation.Id })
        {
            palette.Find("input").Input(typed);
            Time.Advance(CommandPalette.Pause);
            palette.WaitForAssertion(() => Assert.Equal([reservation.Id], Names(palette)));
        }

        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Type_SomethingElseBeforeThePauseIsOver_ShowsOnlyTheLater()
    {
        await using var database = await OpenAsync(["alpha", "beta"]);
        var palette = Render<CommandPalette>();

        palette.Find("input").Input("alpha");
        palette.Find("input").Input("beta");
        Time.Advance(CommandPalette.Pause);

        palette.WaitForAssertion(() => Assert.Equal(["beta"], Names(palette)));
        Assert.Equal("1 found", palette.Find("[role=status]").TextContent);
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task ArrowsAndEnter_GoToTheChosen()
    {
        await using var database = await OpenAsync(["alpha-1", "alpha-2"]);
        var palette = Render<CommandPalette>();
        palette.Find("input").Input("alpha");
        Time.Advance(CommandPalette.Pause);
        palette.WaitForAssertion(() => Assert.Equal(2, palette.FindAll("li").Count));

        palette.Find("input").KeyDown("ArrowUp"); // round the end
        Assert.Equal("palette-1", palette.Find("input").GetAttribute("aria-activedescendant"));
        Assert.Equal("alpha-2", palette.Find("li[aria-selected=true] .name").TextContent);
        palette.Find("input").KeyDown("Enter");

        palette.WaitForAssertion(() => Assert.EndsWith("/hosts/alpha-2", Address, StringComparison.Ordinal));
        JSInterop.VerifyInvoke("novaZonesKeys.close");
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Enter_BeforeThePauseIsOver_AsksAtOnceAndGoes()
    {
        await using var database = await OpenAsync(["alpha"]);
        var palette = Render<CommandPalette>();

        palette.Find("input").Input("alph");
        palette.Find("input").KeyDown("Enter");

        palette.WaitForAssertion(() => Assert.EndsWith("/hosts/alpha", Address, StringComparison.Ordinal));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Close_ForgetsWhatWasTyped()
    {
        await using var database = await OpenAsync();
        var palette = Render<CommandPalette>();
        palette.Find("input").Input("nothing like it");
        Time.Advance(CommandPalette.Pause);
        palette.WaitForAssertion(() => Assert.Equal("Nothing found", palette.Find("[role=status]").TextContent));

        await palette.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        Assert.Equal(9, palette.FindAll("li").Count);
        Assert.Equal("", palette.Find("[role=status]").TextContent);
        await DisposeComponentsAsync();
    }

    private static IEnumerable<string> Names(IRenderedComponent<CommandPalette> palette) => palette.FindAll("li .name").Select(n => n.TextContent);

    /// <summary>The real search over a database, a ledger and books of its own.</summary>
    private async Task<TestDatabase> OpenAsync(params string[] hosts)
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var claims = database.Services.GetRequiredService<IClaimStore>();
        await claims.CommitAsync(Stored.Added([.. hosts.Select(Stored.Host)]), Token);
        var view = new FleetView();
        using var ledger = new FleetLedger(claims, view, Feed, Time, NullLogger<FleetLedger>.Instance);
        await ledger.LoadAsync(Token);
        Services.AddSingleton(view);
        Services.AddSingleton(database.Services.GetRequiredService<IReservationStore>());
        Services.AddSingleton(new ChildZoneRegistry(Options.Create(new FederationOptions()), Feed, Time));
        Services.AddSingleton(new PolicyBook(database.Services.GetRequiredService<IPolicyStore>(), new PolicyResolver(new PluginCatalog([], [])), Feed, Time));
        Services.AddSingleton(new AggregateBook(database.Services.GetRequiredService<IAggregateStore>(), view, Feed, Time));
        Services.AddScoped<PaletteSearch>();
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
        return database;
    }
}
