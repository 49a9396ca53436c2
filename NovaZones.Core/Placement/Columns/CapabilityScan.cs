using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Judges a capability expression once for every value that occurs in a block, not once for every host.</summary>
internal static class CapabilityScan
{
    public static void Reject(ref FilterScan scan, CapabilityColumn column, CapabilityExpression expression)
    {
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        var values = column.Values;
        Span<bool> rejected = stackalloc bool[values.Length];
        var reasons = new ReasonSlots();
        for (var code = 0; code < values.Length; code++)
        {
            rejected[code] = expression.Evaluate(values[code]).Reason is { } reason && reasons.Add(reason);
        }

        foreach (var reason in reasons.Known)
        {
            if (reasons.Known.Length > 1)
            {
                for (var code = 0; code < values.Length; code++)
                {
                    rejected[code] = expression.Evaluate(values[code]).Reason == reason;
                }
            }

            column.Select(rejected, scan.Remaining, rows);
            scan.Reject(rows, reason);
        }
    }

    /// <summary>The few different reasons that one expression has.</summary>
    private struct ReasonSlots
    {
        private string[]? _reasons;

        public readonly ReadOnlySpan<string> Known => _reasons;

        public bool Add(string reason)
        {
            if (_reasons is null || Array.IndexOf(_reasons, reason) < 0)
            {
                _reasons = [.. _reasons ?? [], reason];
            }

            return true;
        }
    }
}
