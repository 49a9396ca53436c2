using System.Globalization;

namespace NovaZones.Web.Features.Jobs;

/// <summary>A schedule in words: which sentence, and the number in it.</summary>
/// <param name="Word">Key of the sentence in the page's words; <c>Other</c> for a schedule that has none.</param>
/// <param name="Value">What stands in the sentence.</param>
public sealed record Schedule(string Word, string Value)
{
    /// <summary>Reads the forms that the zone's own jobs have.</summary>
    /// <param name="cron">Five fields, or six that begin with seconds.</param>
    public static Schedule Of(string cron)
    {
        ArgumentNullException.ThrowIfNull(cron);
        return cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var seconds, "*", "*", "*", "*", "*"] when Step(seconds) is { } every => Seconds(every),
            [var second, var minutes, "*", "*", "*", "*"] when Number(second) is not null && Step(minutes) is { } every => new("EveryMinutes", Text(every)),
            ["*", "*", "*", "*", "*"] => new("EveryMinute", ""),
            [var minutes, "*", "*", "*", "*"] when Step(minutes) is { } every => new("EveryMinutes", Text(every)),
            [var minute, "*", "*", "*", "*"] when Number(minute) is { } at => new("EveryHour", at.ToString("00", CultureInfo.InvariantCulture)),
            [var minute, var hour, "*", "*", "*"] when Number(minute) is { } m && Number(hour) is { } h => new("EveryDay", string.Create(CultureInfo.InvariantCulture, $"{h:00}:{m:00}")),
            _ => new("Other", cron),
        };
    }

    // A minute begins anew: a step that does not divide it is no even pace, and one of a minute or more comes once in each.
    private static Schedule Seconds(int every) => every >= 60 ? new("EveryMinute", "") : new(60 % every == 0 ? "EverySeconds" : "SecondsOfMinute", Text(every));

    // From which second or minute it goes is of no interest.
    private static int? Step(string field) =>
        field.Split('/') is [var first, var step] && (first == "*" || Number(first) is not null) && Number(step) is > 0 and var every ? every : null;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
