namespace NovaZones.Bench.Crash;

/// <summary>What one caller sent and was answered over all rounds. Used by one caller at a time.</summary>
internal sealed class CrashJournal(int caller, int seed)
{
    public int Caller { get; } = caller;

    public Random Random { get; } = new((seed * 1009) + caller);

    public List<CrashEntry> Entries { get; } = [];

    /// <summary>The caller's own host, whose total grows with each report.</summary>
    public string Host => $"h{Caller}";

    /// <summary>The largest total that was sent.</summary>
    public long TotalSent { get; set; } = CrashZone.FirstTotal;

    /// <summary>The largest total that was answered: no smaller one may be stored.</summary>
    public long TotalAnswered { get; set; }

    /// <summary>Answers that contradict an earlier one of the same key.</summary>
    public List<string> Contradictions { get; } = [];

    public CrashEntry Add()
    {
        Entries.Add(new CrashEntry($"{Caller}-{Entries.Count}"));
        return Entries[^1];
    }
}
