using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Judges a capability expression once for every value that occurs, not once for every host.</summary>
internal static class CapabilityScan
{
    public static void Reject(ref FilterScan scan, CapabilityColumn column, CapabilityExpression expression)
    {
        var known = scan.Memo.Reasons;
        var rejections = known.Find(expression, column.Values) ?? known.Add(expression, column.Values, Judge(column.Values, expression));
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        foreach (var (reason, codes) in rejections)
        {
            column.WithCodes(codes, scan.Remaining, rows);
            scan.Reject(rows, reason);
        }
    }

    private static List<(string Reason, bool[] Codes)> Judge(ValueTable values, CapabilityExpression expression)
    {
        var rejections = new List<(string Reason, bool[] Codes)>();
        for (var code = 0; code < values.Length; code++)
        {
            if (expression.Evaluate(values[code]).Reason is not { } reason)
            {
                continue;
            }

            var at = rejections.FindIndex(r => r.Reason == reason);
            if (at < 0)
            {
                at = rejections.Count;
                rejections.Add((reason, new bool[values.Length]));
            }

            rejections[at].Codes[code] = true;
        }

        return rejections;
    }
}
