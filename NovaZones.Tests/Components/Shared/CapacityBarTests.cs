using Bunit;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class CapacityBarTests : ConsoleContext
{
    [Theory]
    [InlineData(0, 100, "calm", "0 %", "0%")]
    [InlineData(74, 100, "calm", "74 %", "74%")]
    [InlineData(75, 100, "warm", "75 %", "75%")]
    [InlineData(90, 100, "high", "90 %", "90%")]
    [InlineData(100, 100, "high", "100 %", "100%")]
    [InlineData(101, 100, "over", "over", "100%")]
    [InlineData(0, 0, "none", "—", "0%")]
    [InlineData(5, 0, "gone", "—", "0%")]
    public void Render_UsedOfCapacity_ShowsShareAndLevel(long used, long capacity, string level, string figure, string width)
    {
        var bar = Render<CapacityBar>(p => p.Add(b => b.ResourceClass, "VCPU").Add(b => b.Used, used).Add(b => b.Capacity, capacity));

        Assert.Contains($"level-{level}", bar.Find("[role=meter]").ClassName, StringComparison.Ordinal);
        Assert.Equal(figure, bar.Find(".figure").TextContent);
        Assert.Equal($"width: {width}", bar.Find(".fill").GetAttribute("style"));
    }

    [Fact]
    public void Render_Memory_TellsReadersTheFiguresWithUnits()
    {
        var bar = Render<CapacityBar>(p => p.Add(b => b.ResourceClass, "MEMORY_MB").Add(b => b.Used, 1536).Add(b => b.Capacity, 4096));

        Assert.Equal("MEMORY_MB: 1.5 GiB of 4 GiB used, 2.5 GiB free", bar.Find("[role=meter]").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData("MEMORY_MB", 1_048_576, "1 TiB")]
    [InlineData("DISK_GB", 1023, "1,023 GiB")]
    [InlineData("DISK_GB", 1536, "1.5 TiB")]
    [InlineData("GPU_MILLI", 2500, "2.5")]
    [InlineData("VCPU", 12_288, "12,288")]
    [InlineData("CUSTOM_LICENSE", 3, "3")]
    public void Amount_OfAClass_HasItsUnit(string resourceClass, long amount, string text) =>
        Assert.Equal(text, ResourceText.Amount(resourceClass, amount));
}
