using Bunit;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class RelativeTimeTests : ConsoleContext
{
    private static readonly TimeZoneInfo _tokyo = TimeZoneInfo.CreateCustomTimeZone("Tokyo", TimeSpan.FromHours(9), null, null);

    [Fact]
    public void Absolute_InTheBrowsersZone_ShowsLocalTimeAndUtcOnHovering()
    {
        var time = Render<RelativeTime>(p => p.Add(t => t.At, Stored.Noon).Add(t => t.Absolute, true).AddCascadingValue(_tokyo)).Find("time");

        Assert.Equal(("2026-05-01 21:00:00", "2026-05-01 21:00:00 Tokyo · 2026-05-01T12:00:00Z"), (time.TextContent, time.GetAttribute("title")));
        Assert.Equal("2026-05-01T12:00:00.0000000Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public void Absolute_BeforeTheBrowserToldItsZone_SaysThatItIsUtc()
    {
        var time = Render<RelativeTime>(p => p.Add(t => t.At, Stored.Noon).Add(t => t.Absolute, true)).Find("time");

        Assert.Equal(("2026-05-01 12:00:00 UTC", "2026-05-01T12:00:00Z"), (time.TextContent, time.GetAttribute("title")));
    }

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(59, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(172_800, "2 days ago")]
    public void Age_IsShownInItsGreatestUnit(int seconds, string text)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(text, Render<RelativeTime>(p => p.Add(t => t.At, Stored.Noon)).Find("time").TextContent);
    }

    [Fact]
    public void NoMoment_IsNever() => Assert.Equal("never", Render<RelativeTime>().Find("span").TextContent);
}
