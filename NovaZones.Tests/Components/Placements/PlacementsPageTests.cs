using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>A list that outlives a store which is away for a while, and answers that come late.</summary>
public sealed class PlacementsPageTests : ConsoleContext
{
    [Fact]
    public async Task Store_AwayAndBack_ThePageSaysSoAndGoesOn()
    {
        await using var database = await OpenAsync();
        var (store, hand) = Between<IReservationStore>.Of(database.Services.GetRequiredService<IReservationStore>());
        hand.Instead = (_, _) => throw new RetryLimitExceededException("at /var/lib/secret.db");
        var page = Show(store);

        var told = page.WaitForElement("[data-testid=unreadable]").TextContent;
        Assert.Matches("[0-9a-f]{32}", told);
        Assert.Empty(page.FindAll("[data-testid=loading]"));
        Assert.DoesNotContain("secret.db", page.Markup, StringComparison.Ordinal);

        hand.Instead = (_, _) => null;
        await page.Find("[data-testid=unreadable-retry]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(2, Rows(page)));
        Assert.Empty(page.FindAll("[data-testid=unreadable]"));

        // Later, while it is shown: what is shown stays, the head says that it is old.
        hand.Instead = (_, _) => throw new RetryLimitExceededException("away");
        Feed.Publish(ChangeTopic.Placements);
        Time.Advance(TimeSpan.FromSeconds(6));
        page.WaitForAssertion(() => Assert.Matches("cannot be read, no. [0-9a-f]{32}, trying again", page.Find("[data-testid=live-fault]").TextContent));
        Assert.Equal(2, Rows(page));

        hand.Instead = (_, _) => null;
        Time.Advance(TimeSpan.FromSeconds(6));
        page.WaitForAssertion(() => Assert.Equal("", page.Find("[data-testid=live-fault]").TextContent));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Search_AnswerOfTheOneBeforeComesLate_IsDropped()
    {
        await using var database = await OpenAsync();
        var held = new TaskCompletionSource();
        var (store, hand) = Between<IReservationStore>.Of(database.Services.GetRequiredService<IReservationStore>());
        hand.Instead = (_, arguments) => arguments[0] is ReservationFilter { Text: "slow" } filter ? LateAsync(filter) : null;
        var page = Show(store, "placements?q=slow");

        Services.GetRequiredService<NavigationManager>().NavigateTo("placements?q=fast");
        page.WaitForAssertion(() => Assert.Contains("r-fast", page.Markup, StringComparison.Ordinal));
        held.SetResult();
        await page.InvokeAsync(() => { });

        Assert.Contains("r-fast", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("r-slow", page.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();

        async Task<ReservationPage> LateAsync(ReservationFilter filter)
        {
            await held.Task;
            return await hand.Real.ListAsync(filter, CancellationToken.None);
        }
    }

    private static int Rows(IRenderedComponent<PlacementsPage> page) => page.FindAll("tbody tr").Count;

    private static async Task<TestDatabase> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.NoChanges.With(reservations: [Stored.Reservation() with { Id = "r-slowabcdefgh", Name = "slow" }, Stored.Reservation() with { Id = "r-fastabcdefgh", Name = "fast" }]),
            Xunit.TestContext.Current.CancellationToken);
        return database;
    }

    private IRenderedComponent<PlacementsPage> Show(IReservationStore store, string address = "placements")
    {
        Services.AddSingleton(store);
        Services.AddSingleton(new PendingBook(new FleetView(), Time, Options.Create(new PlacementLimits()), Options.Create(new SchedulerOptions())));
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
        RenderPopovers();
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<PlacementsPage>();
    }
}
