using NovaZones.Web.Demo;
using Xunit;

namespace NovaZones.Tests.Unit.Demo;

public sealed class DemoOptionsTests
{
    [Fact]
    public void Parse_Nothing_GivesTheDefaults()
    {
        var (options, fault) = DemoOptions.Parse([]);

        Assert.Null(fault);
        Assert.Equal((5080, 3_000, 12.0, Path.Combine("data", "demo"), 1), (options.Port, options.Hosts, options.Rate, options.DataDirectory, options.Seed));
    }

    [Fact]
    public void Parse_EveryOptionInBothForms_IsTaken()
    {
        var (options, fault) = DemoOptions.Parse(["--port", "25080", "--hosts=40", "--rate", "0.5", "--data=x", "--seed", "-7"]);

        Assert.Null(fault);
        Assert.Equal((25_080, 40, 0.5, "x", -7), (options.Port, options.Hosts, options.Rate, options.DataDirectory, options.Seed));
    }

    [Theory]
    [InlineData("--port", "65533")]
    [InlineData("--hosts", "3")]
    [InlineData("--rate", "NaN")]
    [InlineData("--rate", "fast")]
    [InlineData("--seed")]
    [InlineData("--colour", "red")]
    public void Parse_BadWord_NamesTheOption(params string[] words)
    {
        var (_, fault) = DemoOptions.Parse(words);

        Assert.Contains(words[0], fault, StringComparison.Ordinal);
    }
}
