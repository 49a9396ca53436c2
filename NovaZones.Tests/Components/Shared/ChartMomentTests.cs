using Bunit;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared.Charts;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class ChartMomentTests : ConsoleContext
{
    [Fact]
    public void Render_InAnotherZone_HasUtcOnHovering()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(5), "there", "there");

        var time = Render<ChartMoment>(p => p.Add(m => m.At, Stored.Noon).Add(m => m.Span, TimeSpan.FromHours(1)).AddCascadingValue(zone)).Find("time");

        Assert.Equal(Stored.Noon.ToOffset(TimeSpan.FromHours(5)).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), time.TextContent);
        Assert.Equal(Stored.Noon.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), time.GetAttribute("title"));
    }
}
