using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>What hosts must say of themselves, offered from what they say.</summary>
public sealed class CapabilityRowsTests : ConsoleContext
{
    private readonly PlacementDraft _draft = new();

    [Fact]
    public void Add_TakesWhatHostsSay_ThenAnyName()
    {
        var rows = Open("""{"inventories":{"VCPU":16},"capabilities":{"rack":"r7","cpu":"xeon"}}""");
        Assert.Empty(rows.FindAll("[data-testid^=capability-name-]"));

        for (var i = 0; i < 3; i++)
        {
            rows.Find("[data-testid=capability-add]").Click();
            rows.Render();
        }

        Assert.Equal(["cpu", "rack", "name3"], _draft.Fields.Texts("capabilities").Select(row => row.Key));
        Assert.Equal(["cpu", "rack"], rows.FindAll("#capability-names option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void Offers_OfARow_AreValuesOfThatCapability()
    {
        _draft.Fields.SetMember("capabilities", "cpu", "");

        var rows = Open("""{"inventories":{"VCPU":16},"capabilities":{"rack":"r7","cpu":"xeon"}}""");

        var offers = rows.FindAll("[data-testid=capability-offers-0] option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("xeon", offers);
        Assert.DoesNotContain("r7", offers);
    }

    [Fact]
    public void Rename_AndRemove_ChangeTheRequest()
    {
        _draft.Fields.SetMember("capabilities", "cpu", "xeon");
        var rows = Open("""{"inventories":{"VCPU":16}}""");
        Assert.Equal("xeon", rows.Find("[data-testid=capability-value-0]").GetAttribute("value"));

        rows.Find("[data-testid=capability-name-0]").Change(" model ");
        rows.Render();
        Assert.Equal([KeyValuePair.Create("model", (string?)"xeon")], _draft.Fields.Texts("capabilities"));
        rows.Find("[aria-label='Remove the capability model']").Click();

        Assert.False(_draft.Fields.Has("capabilities"));
    }

    [Fact]
    public void Faults_StandAtTheRow_OrBelowAll()
    {
        _draft.Fields.SetMember("capabilities", "cpu", "<in>");

        var rows = Open("""{"inventories":{"VCPU":16}}""", new Fault("capabilities.cpu", "is no expression"), new Fault("capabilities", "are too many"));

        Assert.Contains("is no expression", rows.Find("[data-testid=capability-value-0]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("are too many", rows.Find("p.wrong").TextContent);
    }

    private IRenderedComponent<CapabilityRows> Open(string host, params Fault[] faults)
    {
        var view = new FleetView();
        view.Publish(Planning.Fleet(Planning.Host("p0", host)));
        Services.AddSingleton(view);
        RenderPopovers();
        return Render<CapabilityRows>(p => p.AddCascadingValue(new PlacementFormState(_draft, faults, () => Task.CompletedTask)));
    }
}
