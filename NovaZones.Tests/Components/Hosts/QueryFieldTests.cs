using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

/// <summary>The search field offers how a query may go on, by keyboard and by mouse.</summary>
public sealed class QueryFieldTests : ConsoleContext
{
    private readonly List<string> _told = [];

    public QueryFieldTests()
    {
        var view = new FleetView();
        view.Publish(Planning.Fleet(Planning.Host("p0", """{"inventories":{"VCPU":16},"capabilities":{"rack":"r7"}}""")));
        Services.AddSingleton(view);
        BeInteractive();
        RenderPopovers();
    }

    [Fact]
    public async Task Keyboard_ChoosesAndTakes_TheAddressIsToldAtOnce()
    {
        var field = RenderField("[\"=\", \"ra");

        await PressAsync(field, "ArrowDown"); // opens
        Assert.Equal(("true", "$rack"), (Input(field).GetAttribute("aria-expanded"), Options(field)[0]));
        Assert.Null(Input(field).GetAttribute("aria-activedescendant"));
        await PressAsync(field, "ArrowDown");
        Assert.Equal("query-suggestion-0", Input(field).GetAttribute("aria-activedescendant"));
        await PressAsync(field, "Enter");

        field.WaitForAssertion(() => Assert.Contains("[\"=\", \"$rack\", ", _told));
        Assert.Equal("\"r7\"", Options(field)[0]); // and goes on with its values
        await PressAsync(field, "Escape");
        Assert.Equal("false", Input(field).GetAttribute("aria-expanded"));
        Assert.Empty(Options(field));
    }

    [Fact]
    public async Task Mouse_TakesASuggestion()
    {
        var field = RenderField("[\"=\", \"$rack\", ");
        await PressAsync(field, "ArrowDown");

        await field.Find("#query-suggestion-0").MouseDownAsync(new MouseEventArgs());

        field.WaitForAssertion(() => Assert.Contains("[\"=\", \"$rack\", \"r7\"]", _told));
        Assert.Empty(Options(field)); // complete
    }

    [Fact]
    public async Task PlainText_OffersNothing()
    {
        var field = RenderField("p0");

        await PressAsync(field, "ArrowDown");

        Assert.Equal("false", Input(field).GetAttribute("aria-expanded"));
    }

    private IRenderedComponent<QueryField> RenderField(string text) =>
        Render<QueryField>(parameters => parameters.Add(f => f.Value, text).Add(f => f.ValueChanged, told => _told.Add(told)));

    private static Task PressAsync(IRenderedComponent<QueryField> field, string key) => Input(field).KeyDownAsync(new KeyboardEventArgs { Key = key });

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<QueryField> field) => field.Find("[data-testid=host-search]");

    private static List<string> Options(IRenderedComponent<QueryField> field) => [.. field.FindAll("[role=option] .mono").Select(o => o.TextContent)];
}
