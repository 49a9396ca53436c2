using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Components.Shared;

/// <summary>A moment: how long ago, or in the browser's zone; both zones in the tooltip.</summary>
public partial class RelativeTime
{
    /// <summary>The moment; null is shown as never.</summary>
    [Parameter]
    [EditorRequired]
    public DateTimeOffset? At { get; set; }

    /// <summary>Shows date and time instead of the age.</summary>
    [Parameter]
    public bool Absolute { get; set; }

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

    private string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, BrowserZone ?? TimeZoneInfo.Utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private string Tooltip(DateTimeOffset at)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
        return BrowserZone is null || BrowserZone.Equals(TimeZoneInfo.Utc) ? utc : $"{Local(at)} {BrowserZone.Id} · {utc}";
    }
}
