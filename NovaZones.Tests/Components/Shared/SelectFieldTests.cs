using Bunit;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class SelectFieldTests : ConsoleContext
{
    [Fact]
    public void Change_AnotherOption_TellsItsValue()
    {
        string? told = null;
        var field = Field(null, value => told = value);

        field.Find("select").Change("b");

        Assert.Equal("b", told);
        Assert.Equal("Which", field.Find("label .name").TextContent);
    }

    [Fact]
    public void Render_Fault_StandsBelowAndIsToldToReaders()
    {
        var field = Field("must be a or b", _ => { });

        Assert.Equal("must be a or b", field.Find("[role=alert]").TextContent);
        Assert.Equal("true", field.Find("select").GetAttribute("aria-invalid"));
    }

    private IRenderedComponent<SelectField> Field(string? fault, Action<string> told) => Render<SelectField>(p => p
        .Add(f => f.Label, "Which")
        .Add(f => f.Options, [new SelectOption("a", "A"), new SelectOption("b", "B")])
        .Add(f => f.Value, "a")
        .Add(f => f.ErrorText, fault)
        .Add(f => f.ValueChanged, told));
}
