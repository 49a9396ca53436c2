using System.Globalization;
using NovaZones.Core;
using NovaZones.Core.Audit;

namespace NovaZones.Web.Features.Audit;

/// <summary>Reads what an address asks of the audit log; the same for API, page and download.</summary>
internal static class AuditQuery
{
    private const int MaxText = 256;

    /// <summary>Reads the parameters; every fault names its parameter.</summary>
    public static AuditFilter Read(
        int limit, string? cursor, string? act, string? actor, string? q, string? from, string? to, string? outcome, List<Fault> faults)
    {
        foreach (var (name, text) in new[] { ("act", act), ("actor", actor), ("q", q) })
        {
            if (text?.Length > MaxText)
            {
                faults.Add(new Fault(name, $"must have at most {MaxText} characters"));
            }
        }

        long? before = null;
        if (!string.IsNullOrEmpty(cursor))
        {
            if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                before = number;
            }
            else
            {
                faults.Add(new Fault("cursor", "is not a cursor of this list"));
            }
        }

        AuditOutcome? ended = null;
        if (!string.IsNullOrEmpty(outcome))
        {
            if (Enum.TryParse<AuditOutcome>(outcome, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsAsciiDigit(outcome[0]))
            {
                ended = known;
            }
            else
            {
                faults.Add(new Fault("outcome", "must be one of done, refused, failed"));
            }
        }

        return new AuditFilter(limit, before, Text(act), Text(actor), Text(q), Moment("from", from, faults), Moment("to", to, faults), ended);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Moment(string name, string? text, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        faults.Add(new Fault(name, "must be a moment, as 2026-01-31T12:00:00Z, or a day"));
        return null;
    }
}
