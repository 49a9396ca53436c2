using Bunit;
using NovaZones.Core.Policies;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Policies.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

public sealed class WeigherAdderTests : ConsoleContext
{
    private readonly List<string> _added = [];

    [Fact]
    public void Add_Resource_TellsItsName()
    {
        var adder = Adder();

        adder.Find("[data-testid=weigher-class]").Input("PGPU");
        adder.Find("form").Submit();

        Assert.Equal(["resource:PGPU"], _added);
        Assert.Equal("", adder.Find("[data-testid=weigher-class]").GetAttribute("value") ?? "");
    }

    [Fact]
    public void Add_Capability_TellsItsNameWithBounds()
    {
        var adder = Adder();

        adder.Find("[data-testid=weigher-kind]").Change("Capability");
        adder.Find("[data-testid=weigher-capability]").Input("power_watts");
        adder.Find("[data-testid=weigher-low]").Input("-2.5");
        adder.Find("[data-testid=weigher-high]").Input("500");
        adder.Find("form").Submit();

        Assert.Equal(["capability:power_watts[-2.5..500]"], _added);
    }

    [Fact]
    public void Add_Spread_TellsItsName()
    {
        var adder = Adder();

        adder.Find("[data-testid=weigher-kind]").Change("Spread");
        adder.Find("[data-testid=weigher-capability]").Input(" rack ");
        adder.Find("form").Submit();

        Assert.Equal(["spread:rack"], _added);
    }

    [Theory]
    [InlineData("Resource", "weigher-class", "", "is required, for example PGPU")]
    [InlineData("Resource", "weigher-class", "gpu", "must be upper-case letters, digits and _, beginning with a letter")]
    [InlineData("Resource", "weigher-class", "VGPU", "resource:VGPU is in the policy already")]
    [InlineData("Spread", "weigher-capability", "", "is required, for example rack")]
    public void Add_WrongPart_SaysSoAtItsFieldAndTellsNothing(string kind, string field, string typed, string message)
    {
        var adder = Adder("resource:VGPU");

        adder.Find("[data-testid=weigher-kind]").Change(kind);
        adder.Find($"[data-testid={field}]").Input(typed);
        adder.Find("form").Submit();

        Assert.Empty(_added);
        Assert.Contains(message, adder.Find($"[data-testid={field}]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10", "10")]
    [InlineData("10", "9")]
    public void Add_BoundsOutOfOrder_SaysSoAtHigh(string low, string high)
    {
        var adder = Adder();

        adder.Find("[data-testid=weigher-kind]").Change("Capability");
        adder.Find("[data-testid=weigher-capability]").Input("power_watts");
        adder.Find("[data-testid=weigher-low]").Input(low);
        adder.Find("[data-testid=weigher-high]").Input(high);
        adder.Find("form").Submit();

        Assert.Empty(_added);
        Assert.Contains("must be above low", adder.Find("[data-testid=weigher-high]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_EveryForm_IsAWeigherOfTheCatalog()
    {
        var adder = Adder();
        adder.Find("[data-testid=weigher-class]").Input("PGPU");
        adder.Find("form").Submit();
        adder.Find("[data-testid=weigher-kind]").Change("Capability");
        adder.Find("[data-testid=weigher-capability]").Input("a[b");
        adder.Find("form").Submit();
        adder.Find("[data-testid=weigher-kind]").Change("Spread");
        adder.Find("[data-testid=weigher-capability]").Input("rack");
        adder.Find("form").Submit();

        Assert.Equal(PluginCatalog.WeigherForms.Length, _added.Count);
        Assert.All(_added, name => Assert.NotNull(Planning.Catalog().Weigher(name)));
    }

    private IRenderedComponent<WeigherAdder> Adder(params string[] taken)
    {
        RenderPopovers();
        return Render<WeigherAdder>(p => p
            .Add(a => a.Catalog, Planning.Catalog())
            .Add(a => a.Taken, taken)
            .Add(a => a.OnAdd, _added.Add));
    }
}
