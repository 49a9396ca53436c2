using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace NovaZones.Web.Components.Shared.Charts;

/// <summary>A moment below a chart, in the browser's zone and as short as the span of the chart allows.</summary>
public sealed class ChartMoment : ComponentBase
{
    /// <summary>The moment.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset At { get; set; }

    /// <summary>The time that the chart shows.</summary>
    [Parameter]
    [EditorRequired]
    public TimeSpan Span { get; set; }

    [CascadingParameter]
    private TimeZoneInfo? BrowserZone { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var format = Span < TimeSpan.FromHours(12) ? "HH:mm" : Span <= TimeSpan.FromDays(2) ? "ddd HH:mm" : "MMM d, HH:mm";
        builder.OpenElement(0, "time");
        builder.AddAttribute(1, "datetime", At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        builder.AddAttribute(2, "title", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        builder.AddContent(3, TimeZoneInfo.ConvertTime(At, BrowserZone ?? TimeZoneInfo.Utc).ToString(format, CultureInfo.InvariantCulture) + (BrowserZone is null ? " UTC" : ""));
        builder.CloseElement();
    }
}
