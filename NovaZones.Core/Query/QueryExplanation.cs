namespace NovaZones.Core.Query;

/// <summary>How a query ended on one host, and why.</summary>
/// <param name="Passed">What <see cref="HostQuery.Evaluate{TFacts}(TFacts)"/> answers.</param>
/// <param name="Notes">
/// In the query's order: every missing variable and type mismatch, even where they did not matter, and each comparison that made
/// the query fail. At most <see cref="MaxNotes"/>.
/// </param>
public sealed record QueryExplanation(bool Passed, IReadOnlyList<QueryNote> Notes)
{
    /// <summary>The most notes given for one host.</summary>
    public const int MaxNotes = 64;
}
