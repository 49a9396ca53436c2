using Bunit;
using Bunit.TestDoubles;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NovaZones.Core.Claims;
using NovaZones.Core.Trials.Drift;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Drift;
using Xunit;

namespace NovaZones.Tests.Components.Drift;

/// <summary>A look that goes on, and one that the store breaks off.</summary>
public sealed class DriftPageTests : ConsoleContext
{
    [Fact]
    public async Task Look_WhileItGoesOn_TheGainStaysAsItIs_AndAFaultIsTold()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var held = new TaskCompletionSource<ReservationPage>();
        var (store, hand) = Between<IReservationStore>.Of(database.Services.GetRequiredService<IReservationStore>());
        hand.Instead = (method, _) => method == nameof(IReservationStore.ListHeldRequestsAsync) ? held.Task : null;
        Services.AddSingleton(new DriftService(null!, null!, null!, store, null!)); // it comes no further than to the store
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("otto").SetPolicies(AccessPolicies.Read, AccessPolicies.Operate);
        BeInteractive();
        RenderPopovers();
        var lines = Render<MudSnackbarProvider>();
        var page = Render<DriftPage>();
        Assert.False(Gain(page).HasAttribute("disabled"));

        page.Find("[data-testid=drift-look]").Click();

        page.WaitForAssertion(() => Assert.True(Gain(page).HasAttribute("disabled")));
        held.SetException(new RetryLimitExceededException("away"));
        lines.WaitForAssertion(() => Assert.Matches("cannot be read or written.*[0-9a-f]{32}", lines.Markup));
        page.WaitForAssertion(() => Assert.False(Gain(page).HasAttribute("disabled")));
        await DisposeComponentsAsync();
    }

    private static AngleSharp.Dom.IElement Gain(IRenderedComponent<DriftPage> page) => page.Find("input[data-testid=drift-gain], [data-testid=drift-gain] input");
}
