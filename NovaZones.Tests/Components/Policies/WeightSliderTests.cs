using System.Globalization;
using Bunit;
using NovaZones.Web.Features.Policies.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Policies;

public sealed class WeightSliderTests : ConsoleContext
{
    private readonly List<double> _told = [];

    [Fact]
    public void Input_OnTheSlider_TellsTheMultiplier()
    {
        Slider().Find("[data-testid=slider-ram]").Input("-0.35");

        Assert.Equal([-0.35], _told);
    }

    [Fact]
    public void Change_NumberBeyondTheSlider_IsTakenAsItIs()
    {
        Slider().Find("[data-testid=number-ram]").Change("12.5");

        Assert.Equal([12.5], _told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    public void Change_NoFiniteNumber_TellsNothing(string typed)
    {
        Slider().Find("[data-testid=number-ram]").Change(typed);

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(1, "spreads")]
    [InlineData(-1, "stacks")]
    [InlineData(0, "has no say")]
    public void Render_Multiplier_SaysWhatItDoes(double value, string effect) => Assert.Equal(effect, Slider(value).Find(".effect").TextContent);

    [Fact]
    public void Render_DifferentFromTheVersionInForce_IsMarked()
    {
        var slider = Slider(0.5);

        Assert.Contains("changed", slider.Find(".weight").ClassName, StringComparison.Ordinal);
        Assert.Equal(0.5.ToString(CultureInfo.InvariantCulture), slider.Find("[data-testid=slider-ram]").GetAttribute("value"));
    }

    private IRenderedComponent<WeightSlider> Slider(double value = 1) => Render<WeightSlider>(p => p
        .Add(s => s.Weigher, "ram")
        .Add(s => s.Value, value)
        .Add(s => s.InForce, 1)
        .Add(s => s.ValueChanged, _told.Add));
}
