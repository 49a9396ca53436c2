using Bunit;
using NovaZones.Core;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

public sealed class PlacementFormTests : ConsoleContext
{
    [Fact]
    public void Change_AField_ChangesTheText()
    {
        RenderPopovers();
        var draft = new PlacementDraft();
        var form = Render<PlacementForm>(p => p.Add(f => f.Draft, draft));

        form.Find("[data-testid=field-VCPU]").Input("16");

        Assert.Contains("\"VCPU\": 16", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FaultOfAField_StandsAtTheField()
    {
        RenderPopovers();
        var form = Render<PlacementForm>(p => p
            .Add(f => f.Draft, new PlacementDraft())
            .Add(f => f.Faults, [new Fault("resources.MEMORY_MB", "must be a whole number from 1 to 9")]));

        Assert.Equal(1, form.FindAll(".mud-input-error").Select(e => e.Closest(".mud-input-control")).Distinct().Count(e => e is not null));
        Assert.Contains("must be a whole number from 1 to 9", form.Find("[data-testid=field-MEMORY_MB]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count", true)]
    [InlineData("traits.required[0]", true)]
    [InlineData("resources.VCPU", true)]
    [InlineData("resources.CUSTOM_X", false)]
    [InlineData("traits.forbidden[0]", false)]
    [InlineData("counter", false)]
    [InlineData("groups[0].resources.GPU_MILLI", true)]
    [InlineData("groups[1].resources.GPU_MILLI", false)]
    [InlineData("", false)]
    public void Shows_PathOfAFault_OnlyWhenThereIsAFieldForIt(string path, bool shown)
    {
        var draft = new PlacementDraft();
        draft.AddGroup();

        Assert.Equal(shown, PlacementForm.Shows(path, draft));
    }
}
