using System.Globalization;

namespace NovaZones.Bench.Drill;

/// <summary>What the drill found, as far as it came.</summary>
/// <param name="planned">Rounds that were to be done.</param>
internal sealed class DrillVerdict(int planned)
{
    private readonly List<DrillRound> _rounds = [];
    private IReadOnlyList<string> _wrong = [];
    private string? _broken;

    /// <summary>Rounds that were brought to their end.</summary>
    internal IReadOnlyList<DrillRound> Rounds => _rounds;

    /// <summary>Whether nothing differs so far.</summary>
    internal bool IsClean => _wrong.Count == 0 && _rounds.TrueForAll(r => r.Findings.IsClean);

    /// <summary>What is wrong, and why the drill ended early.</summary>
    internal IEnumerable<string> Sentences => [.. _wrong, .. _rounds.LastOrDefault()?.Findings.Open ?? [], .. _broken is null ? Enumerable.Empty<string>() : [_broken]];

    /// <summary>0 when every round was done and clean, 1 when something differs, 2 when there was too little to tell.</summary>
    internal int ExitCode => !IsClean ? 1 : _broken is null ? 0 : 2;

    internal void Add(DrillRound round, IReadOnlyList<string> wrong)
    {
        _rounds.Add(round);
        _wrong = wrong;
    }

    /// <summary>The drill cannot go on.</summary>
    internal void Break(string reason) => _broken = reason;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(!IsClean ? "NOT CLEAN" : _broken is null ? "CLEAN" : "BROKEN OFF")}: {_rounds.Count} of {planned} rounds, {_rounds.Sum(r => r.Disturbances.Count)} disturbances, slowest settlement {(_rounds.Count == 0 ? 0 : _rounds.Max(r => r.SettledSeconds)):N1} s");
}
