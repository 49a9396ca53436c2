using System.Collections.Immutable;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MudBlazor;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Quotas;
using Xunit;

namespace NovaZones.Tests.Components.Quotas;

public sealed class QuotasPageTests : ConsoleContext
{
    private readonly FleetView _view = new();
    private FleetLedger? _ledger;
    private BunitAuthorizationContext? _person;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoQuotas_ShowsTheEmptyState()
    {
        await using var database = await OpenAsync();

        var page = Render<QuotasPage>();

        Assert.Contains("No quotas yet", page.Find("[data-testid=empty-state]").TextContent, StringComparison.Ordinal);
        await CloseAsync();
    }

    [Fact]
    public async Task Rows_ShowUsageLeasesAndWhoGoverns()
    {
        await using var database = await OpenAsync();
        var quotas = Services.GetRequiredService<QuotaService>();
        await quotas.SaveAsync(new Quota { Tenant = "shop", Limits = Map(("VCPU", 100)), GovernedByParent = true }, Token);
        await quotas.SaveAsync(new Quota { Tenant = Quota.DefaultTenant, Limits = Map(("instances", 5)) }, Token);
        await DecideAsync(book => book
            .Charge(new InstanceCharge("shop", false, Map(("VCPU", 30), ("GPU_MILLI", 500))), 1)
            .Charge(new InstanceCharge("", false, Map(("instances", 2))), 1)
            .With(new LeaseOut(Guid.NewGuid(), "shop", 1) { Held = Map(("VCPU", 20)) })
            .With(new LeaseIn(Guid.NewGuid(), "shop", 1, Map(("VCPU", 64)), Time.GetUtcNow().AddMinutes(5))));

        var page = Render<QuotasPage>();

        var shop = page.Find("[data-testid=quota-shop]");
        Assert.Equal(("50", "100"), (shop.QuerySelector("[role=meter]")!.GetAttribute("aria-valuenow"), shop.QuerySelector("[role=meter]")!.GetAttribute("aria-valuemax")));
        Assert.Equal("20 of it leased to child zones", shop.QuerySelector("[data-testid=leased-VCPU]")!.TextContent);
        Assert.Equal("GPU: 0.5 held, no limit", shop.QuerySelector("[data-testid=unlimited-GPU_MILLI]")!.TextContent);
        Assert.Contains("From the parent: vCPU 64", shop.QuerySelector("[data-testid=lease-in]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("a removed zone: vCPU 20", shop.QuerySelector("[data-testid=lease-out]")!.TextContent);
        var nobody = page.Find("[data-testid='quota-']");
        Assert.Contains("Requests without tenant", nobody.TextContent, StringComparison.Ordinal);
        Assert.Contains("by the default", nobody.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", nobody.QuerySelector("[role=meter]")!.GetAttribute("aria-valuenow"));
        Assert.Empty(nobody.QuerySelectorAll("button"));
        await CloseAsync();
    }

    [Fact]
    public async Task Dialog_FaultsAreShownAtTheirFields_ThenItIsSaved()
    {
        await using var database = await OpenAsync();
        var dialogs = Render<MudDialogProvider>();
        var page = Render<QuotasPage>();

        page.Find("[data-testid=add-quota]").Click();
        dialogs.WaitForElement("[data-testid=quota-tenant]");
        Set(dialogs, "quota-tenant", "shop");
        Set(dialogs, "quota-limits", "VCPU many\ninstances 3", "textarea");
        dialogs.Find("[data-testid=quota-save]").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("VCPU must be a whole number", dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty(_view.Tenants.Quotas);

        Set(dialogs, "quota-limits", "VCPU 1,000\ninstances 3", "textarea");
        dialogs.Find("[data-testid=quota-save]").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("[data-testid=quota-shop]")));
        Assert.Equal(Map(("VCPU", 1000), ("instances", 3)), _view.Tenants.Quotas["shop"].Limits);
        await CloseAsync();
    }

    [Theory]
    [InlineData("confirm-cancel", 1)]
    [InlineData("confirm-ok", 0)]
    public async Task Remove_AsksFirst(string button, int left)
    {
        await using var database = await OpenAsync();
        await Services.GetRequiredService<QuotaService>().SaveAsync(new Quota { Tenant = "shop", Limits = Map(("VCPU", 1)) }, Token);
        var dialogs = Render<MudDialogProvider>();
        var page = Render<QuotasPage>();

        page.Find("[data-testid=remove-shop]").Click();
        dialogs.WaitForElement($"[data-testid={button}]").Click();

        page.WaitForAssertion(() => Assert.Equal(left, page.FindAll("[data-testid=quota-shop]").Count));
        Assert.Equal(left, _view.Tenants.Quotas.Count);
        await CloseAsync();
    }

    [Theory]
    [InlineData(false, "cannot be read or written")]
    [InlineData(true, "your role was changed")]
    public async Task Dialog_StoreAwayOrRoleTaken_SaysSoAndStaysOpen(bool isRoleTaken, string said)
    {
        await using var database = await OpenAsync();
        var dialogs = Render<MudDialogProvider>();
        var page = Render<QuotasPage>();
        page.Find("[data-testid=add-quota]").Click();
        dialogs.WaitForElement("[data-testid=quota-tenant]");
        Set(dialogs, "quota-tenant", "shop");
        Set(dialogs, "quota-limits", "VCPU 10", "textarea");

        Break(database, isRoleTaken);
        dialogs.Find("[data-testid=quota-save]").Click();

        dialogs.WaitForAssertion(() => Assert.Contains(said, dialogs.Find("[data-testid=faults]").TextContent, StringComparison.Ordinal));
        Assert.Single(dialogs.FindAll("[data-testid=quota-dialog]"));
        await CloseAsync();
    }

    [Theory]
    [InlineData(false, "cannot be read or written")]
    [InlineData(true, "your role was changed")]
    public async Task Undo_StoreAwayOrRoleTaken_SaysSo(bool isRoleTaken, string said)
    {
        await using var database = await OpenAsync();
        await Services.GetRequiredService<QuotaService>().SaveAsync(new Quota { Tenant = "shop", Limits = Map(("VCPU", 1)) }, Token);
        var dialogs = Render<MudDialogProvider>();
        var lines = Render<MudSnackbarProvider>();
        var page = Render<QuotasPage>();
        page.Find("[data-testid=remove-shop]").Click();
        dialogs.WaitForElement("[data-testid=confirm-ok]").Click();
        var undo = lines.WaitForElement("button.mud-button-root");

        Break(database, isRoleTaken);
        undo.Click();

        lines.WaitForAssertion(() => Assert.Contains(said, lines.Markup, StringComparison.Ordinal));
        Assert.Empty(_view.Tenants.Quotas);
        await CloseAsync();
    }

    [Fact]
    public async Task ManyTenants_ArePagedSearchedAndGivenWhole()
    {
        await using var database = await OpenAsync();
        for (var i = 0; i < 60; i++)
        {
            await Services.GetRequiredService<QuotaService>().SaveAsync(new Quota { Tenant = $"t{i:00}", Limits = Map(("VCPU", i + 1)) }, Token);
        }

        var page = Render<QuotasPage>();
        var navigation = Services.GetRequiredService<NavigationManager>();

        Assert.Equal(50, page.FindAll("[data-testid=quotas] tbody tr").Count);
        Assert.Equal("50 of 60", page.Find("[data-testid=quotas-count]").TextContent);
        var lines = (await this.SavedAsync(page, "quotas", "csv")).Split("\r\n");
        Assert.Equal((62, "tenant,class,limit,used,leased,left,byDefault,governedByParent,changedAt"), (lines.Length, lines[0]));
        Assert.StartsWith("t59,VCPU,60,0,0,60,no,no,", lines[60], StringComparison.Ordinal);
        navigation.NavigateTo("/quotas?page=2");
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll("[data-testid=quotas] tbody tr").Count));
        navigation.NavigateTo("/quotas?q=T5");
        page.WaitForAssertion(() => Assert.Equal(10, page.FindAll("[data-testid=quotas] tbody tr").Count));
        Assert.Single(page.FindAll("[data-testid=quotas-search]"));
        await CloseAsync();
    }

    [Fact]
    public async Task Viewer_SeesAndCannotChange()
    {
        await using var database = await OpenAsync(isAdmin: false);
        await Services.GetRequiredService<QuotaService>().SaveAsync(new Quota { Tenant = "shop", Limits = Map(("VCPU", 1)) }, Token);

        var page = Render<QuotasPage>();

        Assert.Single(page.FindAll("[data-testid=quota-shop]"));
        Assert.Empty(page.FindAll("button:not([data-testid=live-switch]):not([data-testid^=save-])")); // to let the page stand still and to save what it shows is everybody's
        await CloseAsync();
    }

    /// <summary>As when the database is away, or as when an administrator has taken the role.</summary>
    private void Break(TestDatabase database, bool isRoleTaken)
    {
        if (isRoleTaken)
        {
            _person!.SetPolicies(AccessPolicies.Read);
        }
        else
        {
            ZoneSql.Execute(database.Folder, "ALTER TABLE Quotas RENAME TO Gone");
        }
    }

    private static void Set(IRenderedComponent<MudDialogProvider> dialogs, string testId, string text, string element = "input")
    {
        var field = dialogs.Find($"[data-testid={testId}]");
        (field.LocalName == element ? field : field.QuerySelector(element) ?? field).Change(text);
    }

    private static ImmutableSortedDictionary<string, long> Map(params (string Class, long Amount)[] amounts) =>
        amounts.ToImmutableSortedDictionary(a => a.Class, a => a.Amount, StringComparer.Ordinal);

    private Task<bool> DecideAsync(Func<TenantBook, TenantBook> change) => _ledger!.DecideAsync(
        batch =>
        {
            batch.Put(change(batch.Tenants));
            return true;
        },
        Token);

    /// <summary>The real service on a database and a ledger of its own.</summary>
    private async Task<TestDatabase> OpenAsync(bool isAdmin = true)
    {
        var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        _ledger = new FleetLedger(database.Services.GetRequiredService<IClaimStore>(), _view, Feed, Time, NullLogger<FleetLedger>.Instance);
        await _ledger.StartAsync(Token);
        Services.AddSingleton(new QuotaService(database.Services.GetRequiredService<IQuotaStore>(), _ledger, _view, Feed, Time));
        Services.AddSingleton(new ChildZoneRegistry(Options.Create(new FederationOptions()), Feed, Time));
        Services.AddScoped<Permission>();
        _person = AddAuthorization().SetAuthorized("ann").SetPolicies(isAdmin ? [AccessPolicies.Read, AccessPolicies.Admin] : [AccessPolicies.Read]);
        BeInteractive();
        RenderPopovers();
        return database;
    }

    private async Task CloseAsync()
    {
        await DisposeComponentsAsync();
        await _ledger!.StopAsync(Token);
    }
}
