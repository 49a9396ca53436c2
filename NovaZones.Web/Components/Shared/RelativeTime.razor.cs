using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Components.Shared;

/// <summary>A moment: how long ago, or in the browser's zone; both zones in the tooltip.</summary>
public partial class RelativeTime
{
    private const string DateAndTime = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The moment; null is shown as never.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Shows date and time instead of the age.</summary>
    [Parameter]
    public bool Absolute { get; set; }

    /// <summary>Shows the time of day instead of the age.</summary>
    [Parameter]
    public bool Clock { get; set; }

    /// <summary>The browser's zone; null until the browser told it, then UTC is shown.</summary>
    [CascadingParameter]
    private TimeZoneInfo? BrowserZone { get; set; }

    private string Ago(DateTimeOffset at)
    {
        var age = Time.GetUtcNow() - at;
        return age.TotalSeconds switch
        {
            < 1 => L["Now"],
            < 60 => L["Seconds", (int)age.TotalSeconds],
            < 3600 => L["Minutes", (int)age.TotalMinutes],
            < 172_800 => L["Hours", (int)age.TotalHours],
            _ => L["Days", (int)age.TotalDays],
        };
    }

    private string Text(DateTimeOffset at) => Clock ? Local(at, "HH:mm:ss") : Absolute ? Local(at, DateAndTime) : Ago(at);

    private string Local(DateTimeOffset at, string format)
    {
        var text = TimeZoneInfo.ConvertTime(at, BrowserZone ?? TimeZoneInfo.Utc).ToString(format, CultureInfo.InvariantCulture);
        return BrowserZone is null ? text + " UTC" : text; // whose time it is must be seen without hovering while it is not the reader's
    }

    private string Tooltip(DateTimeOffset at)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return BrowserZone is null || BrowserZone.Equals(TimeZoneInfo.Utc) ? utc : $"{Local(at, DateAndTime)} {BrowserZone.Id} · {utc}";
    }
}
