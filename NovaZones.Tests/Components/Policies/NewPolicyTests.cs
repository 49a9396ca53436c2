using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NovaZones.Core.Policies;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Policies.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

/// <summary>A policy is made as a copy of another, in the real store.</summary>
public sealed class NewPolicyTests : ConsoleContext
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Make_UnderANewName_CopiesAndGoesThere()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (book, dialogs) = await OpenAsync(database, AccessPolicies.Read, AccessPolicies.Operate);
        var button = Render<NewPolicy>(p => p.Add(n => n.Like, "nowhere"));

        await NameAsync(button, dialogs, "lean");

        dialogs.WaitForAssertion(() => Assert.EndsWith("/policies?name=lean", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var (made, basis) = (book.Find("lean")!, book.Find(Policy.DefaultName)!);
        Assert.Equal((1, "user:otto", $"copied from default, version {basis.Version}"), (made.Version, made.CreatedBy, made.Comment));
        Assert.Equal(basis.Filters, made.Filters);
        Assert.Equal(basis.Weights, made.Weights);
    }

    [Theory]
    [InlineData("default")] // is taken
    [InlineData("no such name!")]
    [InlineData("")]
    public async Task Make_UnderANameThatCannotBe_ChangesNothing(string name)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        var (book, dialogs) = await OpenAsync(database, AccessPolicies.Read, AccessPolicies.Operate);
        var (before, count) = (book.Find(Policy.DefaultName), book.All.Count());
        var button = Render<NewPolicy>(p => p.Add(n => n.Like, Policy.DefaultName));

        await NameAsync(button, dialogs, name);

        var snackbar = Services.GetRequiredService<ISnackbar>();
        dialogs.WaitForAssertion(() => Assert.Equal(Severity.Error, Assert.Single(snackbar.ShownSnackbars).Severity));
        Assert.Equal((before, count), (book.Find(Policy.DefaultName), book.All.Count()));
    }

    [Fact]
    public async Task Viewer_IsOfferedNothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await OpenAsync(database, AccessPolicies.Read);

        Assert.Empty(Render<NewPolicy>(p => p.Add(n => n.Like, Policy.DefaultName)).FindAll("button"));
    }

    private static async Task NameAsync(IRenderedComponent<NewPolicy> button, IRenderedComponent<MudDialogProvider> dialogs, string name)
    {
        var asking = button.Find("[data-testid=new-policy]").ClickAsync(new());
        dialogs.WaitForElement("[data-testid=confirm-reason]");
        var field = dialogs.Find("[data-testid=confirm-reason]");
        await (field.LocalName == "input" ? field : field.QuerySelector("input")!).ChangeAsync(new() { Value = name });
        await dialogs.Find("[data-testid=confirm-ok]").ClickAsync(new());
        await asking;
    }

    private async Task<(PolicyBook Book, IRenderedComponent<MudDialogProvider> Dialogs)> OpenAsync(TestDatabase database, params string[] policies)
    {
        var book = new PolicyBook(database.Services.GetRequiredService<IPolicyStore>(), new PolicyResolver(Planning.Catalog()), Feed, Time);
        await book.LoadAsync(Token);
        Services.AddSingleton(book);
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("otto").SetPolicies(policies);
        BeInteractive();
        RenderPopovers();
        return (book, Render<MudDialogProvider>());
    }
}
