namespace NovaZones.Bench.Replay;

/// <summary>The whole outcome, as it is printed and written as JSON.</summary>
/// <param name="Expected">What must be used: what was there before plus what was placed and not released.</param>
/// <param name="UsedAtEnd">After the last release; null without departures.</param>
/// <param name="ExpectedAtEnd">What must be used then.</param>
internal sealed record ReplayResult(
    string Nodes,
    string Pods,
    int Zones,
    int Concurrency,
    bool Departures,
    ReplayFigures Figures,
    Amounts Capacity,
    double ElapsedSeconds,
    double RequestsPerSecond,
    int ExpectedHosts,
    Books Books,
    Amounts Expected,
    Books? UsedAtEnd,
    Amounts ExpectedAtEnd)
{
    /// <summary>Every line that makes the run unsound; empty when all books agree.</summary>
    public IReadOnlyList<string> Faults { get; } = [.. FindFaults(Figures, ExpectedHosts, Books, Expected, UsedAtEnd, ExpectedAtEnd)];

    public bool Sound => Faults.Count == 0;

    private static IEnumerable<string> FindFaults(
        ReplayFigures figures, int expectedHosts, Books books, Amounts expected, Books? atEnd, Amounts expectedAtEnd)
    {
        if (books.Hosts != expectedHosts)
        {
            yield return $"The zones list {books.Hosts} hosts, {expectedHosts} should be there.";
        }

        foreach (var line in books.Over.Concat(atEnd?.Over ?? []))
        {
            yield return "Over capacity: " + line;
        }

        // What was placed elsewhere is used where the replay cannot look, so sums can only be compared without it.
        if (figures.Elsewhere == 0 && books.Used != expected)
        {
            yield return $"Used is {books.Used}, placed and not released is {expected}.";
        }

        if (figures.Elsewhere == 0 && atEnd is not null && atEnd.Used != expectedAtEnd)
        {
            yield return $"After the last release {atEnd.Used} is used, it should be {expectedAtEnd}.";
        }

        foreach (var (reason, count) in figures.Failed)
        {
            yield return $"{count} tasks without a usable answer: {reason}";
        }
    }
}
