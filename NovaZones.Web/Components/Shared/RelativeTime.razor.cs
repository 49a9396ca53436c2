using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

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

    /// <summary>A moment as machines read it.</summary>
    public static string ForMachines(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>How long ago something was.</summary>
    /// <param name="words">This component's.</param>
    /// <param name="age">Time since then.</param>
    public static string Ago(IStringLocalizer<RelativeTime> words, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(words);
        return age.TotalSeconds switch
        {
            < 1 => words["Now"],
            < 60 => words["Seconds", (int)age.TotalSeconds],
            < 3600 => words["Minutes", (int)age.TotalMinutes],
            < 172_800 => words["Hours", (int)age.TotalHours],
            _ => words["Days", (int)age.TotalDays],
        };
    }

    /// <summary>A moment in the reader's zone and in UTC.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="zone">The reader's zone; null while it is not known.</param>
    public static string Tooltip(DateTimeOffset at, TimeZoneInfo? zone)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return zone is null || zone.Equals(TimeZoneInfo.Utc) ? utc : $"{Local(at, DateAndTime, zone)} {zone.Id} · {utc}";
    }

    private static string Local(DateTimeOffset at, string format, TimeZoneInfo? zone)
    {
        var text = TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc).ToString(format, CultureInfo.InvariantCulture);
        return zone is null ? text + " UTC" : text; // whose time it is must be seen without hovering while it is not the reader's
    }

    private string Text(DateTimeOffset at) =>
        Clock ? Local(at, "HH:mm:ss", BrowserZone) : Absolute ? Local(at, DateAndTime, BrowserZone) : Ago(L, Time.GetUtcNow() - at);
}
