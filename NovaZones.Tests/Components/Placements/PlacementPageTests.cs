using System.Runtime.CompilerServices;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Placements;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>From one placement to another, as by the palette, and a store that is away.</summary>
public sealed class PlacementPageTests : ConsoleContext
{
    private const string First = "r-firstabcdefg";
    private const string Second = "r-secondabcdef";

    [Fact]
    public async Task Another_AnswerOfTheOneBeforeComesLate_IsDropped()
    {
        await using var database = await OpenAsync();
        var held = new TaskCompletionSource();
        var (store, hand) = Between<IReservationStore>.Of(database.Services.GetRequiredService<IReservationStore>());
        hand.Instead = (method, arguments) => method == nameof(IReservationStore.FindAsync) && arguments[0] is First ? LateAsync() : null;
        var page = Show(store);

        page.Render(p => p.Add(shown => shown.Id, Second));
        page.WaitForAssertion(() => Assert.Contains("second one", page.Markup, StringComparison.Ordinal));
        held.SetResult();
        await page.InvokeAsync(() => { });

        Assert.Contains("second one", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("first one", page.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();

        async Task<Reservation?> LateAsync()
        {
            await held.Task;
            return await hand.Real.FindAsync(First, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Store_Away_ThePageOffersToTryAgain()
    {
        await using var database = await OpenAsync();
        var (store, hand) = Between<IReservationStore>.Of(database.Services.GetRequiredService<IReservationStore>());
        hand.Instead = (_, _) => throw new RetryLimitExceededException("away");
        var page = Show(store);

        Assert.Matches("[0-9a-f]{32}", page.WaitForElement("[data-testid=unreadable]").TextContent);
        Assert.Empty(page.FindAll("[data-testid=loading]"));
        hand.Instead = (_, _) => null;
        await page.Find("[data-testid=unreadable-retry]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("first one", page.Markup, StringComparison.Ordinal));
        await DisposeComponentsAsync();
    }

    private static async Task<TestDatabase> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.NoChanges.With(reservations: [Stored.Reservation() with { Id = First, Name = "first one" }, Stored.Reservation() with { Id = Second, Name = "second one" }]),
            Xunit.TestContext.Current.CancellationToken);
        return database;
    }

    private IRenderedComponent<PlacementPage> Show(IReservationStore store)
    {
        Services.AddSingleton(store);

        // Nobody acts in these tests: what acting needs is not there.
        Services.AddSingleton((ReleaseService)RuntimeHelpers.GetUninitializedObject(typeof(ReleaseService)));
        Services.AddSingleton((PendingPlacementService)RuntimeHelpers.GetUninitializedObject(typeof(PendingPlacementService)));
        Services.AddSingleton(new PendingBook(new FleetView(), Time, Options.Create(new PlacementLimits()), Options.Create(new SchedulerOptions())));
        Services.AddSingleton(Options.Create(new ZoneOptions { Name = "planet" }));
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();
        RenderPopovers();
        return Render<PlacementPage>(p => p.Add(shown => shown.Id, First));
    }
}
