using Bunit;
using NovaZones.Core;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>Groups of devices: what the form can show of them, and what it leaves alone.</summary>
public sealed class DeviceGroupsTests : ConsoleContext
{
    private readonly PlacementDraft _draft = new();

    [Fact]
    public void Group_OfMoreThanTheFormShows_StandsAsText_AndStaysAsItIs()
    {
        _draft.SetText("""{"resources":{"VCPU":1},"groups":[{"colour":7},{"resources":{"PGPU":1}}]}""");

        var groups = Open();

        Assert.Contains("colour", groups.Find("[data-testid=group-0] .mono").TextContent, StringComparison.Ordinal);
        Assert.Empty(groups.FindAll("[data-testid=group-0-class-name-0]"));
        Assert.Equal("PGPU", groups.Find("[data-testid=group-1-class-name-0]").GetAttribute("value"));
        groups.Find("[data-testid=group-1-class-name-0]").Change("VGPU");
        Assert.Contains("colour", _draft.Text, StringComparison.Ordinal);
        Assert.Equal(["VGPU"], _draft.Groups[1].Fields.Numbers("resources").Select(row => row.Key));
    }

    [Fact]
    public void Together_IsAskedOnlyOfMoreThanOne()
    {
        _draft.AddGroup();
        var groups = Open();
        Assert.Empty(groups.FindAll("[data-testid=isolate], [data-testid=same-subtree]"));

        groups.Find("[data-testid=add-group]").Click();
        groups.Render();
        groups.Find("input[data-testid=isolate]").Change(true);

        Assert.True(_draft.IsolateGroups);
        Assert.Equal(2, groups.FindAll("fieldset.group").Count);
    }

    [Fact]
    public void Remove_TakesThatGroup()
    {
        _draft.SetText("""{"groups":[{"name":"gpu","resources":{"PGPU":1}},{"name":"nic","resources":{"NET_GBPS":10}}]}""");
        var groups = Open();
        Assert.Equal(["gpu", "nic"], groups.FindAll("fieldset.group > legend").Select(legend => legend.TextContent));

        groups.Find("[data-testid=group-0-remove]").Click();

        Assert.Equal("nic", Assert.Single(_draft.Groups).Fields.Text("name"));
    }

    [Fact]
    public void Fault_OfAGroup_StandsInThatGroup()
    {
        _draft.AddGroup();
        _draft.AddGroup();

        var groups = Open(new Fault("groups[1].resources", "must name at least one class"));

        Assert.Empty(groups.FindAll("[data-testid=group-0] p.wrong"));
        Assert.Equal("must name at least one class", groups.Find("[data-testid=group-1] p.wrong").TextContent);
    }

    private IRenderedComponent<DeviceGroups> Open(params Fault[] faults)
    {
        RenderPopovers();
        return Render<DeviceGroups>(p => p.AddCascadingValue(new PlacementFormState(_draft, faults, () => Task.CompletedTask)));
    }
}
