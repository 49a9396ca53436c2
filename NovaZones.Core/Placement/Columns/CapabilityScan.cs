using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Columns;

/// <summary>Judges a capability expression once for every value that occurs in a block, not once for every host.</summary>
internal static class CapabilityScan
{
    public static void Reject(ref FilterScan scan, CapabilityColumn column, CapabilityExpression expression)
    {
        if (!column.HasSets)
        {
            ByRow(ref scan, column, expression);
            return;
        }

        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        for (var code = 0; code < column.Values.Length; code++)
        {
            if (expression.Evaluate(column.Values[code]).Reason is { } reason)
            {
                column.WithCode(code, scan.Remaining, rows);
                scan.Reject(rows, reason);
            }
        }
    }

    private static void ByRow(ref FilterScan scan, CapabilityColumn column, CapabilityExpression expression)
    {
        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        Span<ulong> one = stackalloc ulong[RowSet.Words];
        scan.Remaining.CopyTo(rows);
        foreach (var row in RowSet.Each(rows))
        {
            if (expression.Evaluate(column.Values[column.CodeOf(row)]).Reason is { } reason)
            {
                one.Clear();
                RowSet.Put(one, row, true);
                scan.Reject(one, reason);
            }
        }
    }
}
