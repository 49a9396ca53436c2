namespace NovaZones.Core.Placement.Columns;

/// <summary>What one filter has found out in earlier blocks and need not find out again. One decision's; not thread-safe.</summary>
internal sealed class ScanMemo
{
    /// <summary>Values that a capability expression rejects, by reason.</summary>
    public ValueMemo<List<(string Reason, bool[] Codes)>> Reasons { get; } = new();

    /// <summary>What a condition of a query says of every value.</summary>
    public ValueMemo<QueryFindings> Findings { get; } = new();
}
