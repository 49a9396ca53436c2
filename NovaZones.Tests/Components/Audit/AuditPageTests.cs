using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Audit;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Audit;
using Xunit;

namespace NovaZones.Tests.Components.Audit;

/// <summary>The list of records when the store is away, and when an answer comes late.</summary>
public sealed class AuditPageTests : ConsoleContext
{
    [Fact]
    public async Task Store_Away_ThePageOffersToTryAgain()
    {
        await using var database = await OpenAsync();
        var (page, hand) = Show(database, (_, _) => throw new RetryLimitExceededException("away"));

        Assert.Matches("[0-9a-f]{32}", page.WaitForElement("[data-testid=unreadable]").TextContent);
        hand.Instead = (_, _) => null;
        await page.Find("[data-testid=unreadable-retry]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("alpha", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=unreadable]"));
        await DisposeComponentsAsync();
    }

    [Fact]
    public async Task Search_AnswerOfTheOneBeforeComesLate_IsDropped()
    {
        await using var database = await OpenAsync();
        var held = new TaskCompletionSource();
        Between<IAuditStore> real = null!;
        var (page, hand) = Show(database, (_, arguments) => arguments[0] is AuditFilter filter && filter.Text == "alpha" ? LateAsync(filter) : null, "audit?q=alpha");
        real = hand;

        Services.GetRequiredService<NavigationManager>().NavigateTo("audit?q=beta");
        page.WaitForAssertion(() => Assert.Contains("host/beta", page.Markup, StringComparison.Ordinal));
        held.SetResult();
        await page.InvokeAsync(() => { });

        Assert.Contains("host/beta", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("host/alpha", page.Markup, StringComparison.Ordinal);
        await DisposeComponentsAsync();

        async Task<IReadOnlyList<AuditEntry>> LateAsync(AuditFilter filter)
        {
            await held.Task;
            return await real.Real.ListAsync(filter, CancellationToken.None);
        }
    }

    private static async Task<TestDatabase> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var store = database.Services.GetRequiredService<IAuditStore>();
        foreach (var host in new[] { "alpha", "beta" })
        {
            await store.AppendAsync(AuditDraft.Of(AuditActs.HostDisabled, $"host/{host}", null, new { host }), Xunit.TestContext.Current.CancellationToken);
        }

        return database;
    }

    private (IRenderedComponent<AuditPage> Page, Between<IAuditStore> Hand) Show(TestDatabase database, Func<string, object?[], object?> instead, string address = "audit")
    {
        var (store, hand) = Between<IAuditStore>.Of(database.Services.GetRequiredService<IAuditStore>());
        hand.Instead = instead;
        Services.AddSingleton(store);
        Services.AddSingleton(new AuditLog(store, Time));
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read, AccessPolicies.Admin);
        BeInteractive();
        RenderPopovers();
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return (Render<AuditPage>(), hand);
    }
}
