using System.Globalization;

namespace NovaZones.Bench.Soak;

/// <summary>What came of a soak.</summary>
internal sealed record SoakVerdict
{
    /// <value>Series that must be flat.</value>
    public IReadOnlyList<MemorySeries> Memory { get; init; } = [];

    /// <value>Series that are told only.</value>
    public IReadOnlyList<MemorySeries> Told { get; init; } = [];

    /// <value>Answers by question and status.</value>
    public IReadOnlyDictionary<string, int> Answers { get; init; } = new Dictionary<string, int>();

    /// <value>Answers, log lines and promises that count against the zones.</value>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <value>Where the books differ in the end.</value>
    public IReadOnlyList<string> Books { get; init; } = [];

    /// <value>What was disturbed, in order.</value>
    public IReadOnlyList<string> Disturbances { get; init; } = [];

    /// <value>Why the run ended early, or null.</value>
    public string? Broken { get; init; }

    /// <summary>Whether the memory of every process that lived throughout stayed flat.</summary>
    public bool IsFlat => Memory.Count > 0 && Memory.All(m => m.IsFlat);

    /// <summary>Whether nothing went wrong that is not the client's fault.</summary>
    public bool IsClean => Errors.Count == 0 && Books.Count == 0;

    /// <summary>0 when both verdicts are good, 1 when one is not, 2 when the run broke off or was too short to tell.</summary>
    public int ExitCode => !IsClean || Memory.Any(m => m.CanTell && !m.IsFlat) ? 1 : Broken is not null || !IsFlat ? 2 : 0;

    /// <summary>The lines for the one who started it.</summary>
    public IEnumerable<string> Lines()
    {
        var sent = Answers.Values.Sum();
        var byStatus = Answers.GroupBy(a => a.Key[(a.Key.LastIndexOf(' ') + 1)..], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);
        return
        [
            .. Memory.Concat(Told).Select(m => m.ToString()),
            string.Create(CultureInfo.InvariantCulture, $"{sent:N0} questions, by status (0: none came): {string.Join(", ", byStatus.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Sum(a => a.Value):N0}")))}"),
            .. Errors,
            .. Books,
            .. Broken is null ? Enumerable.Empty<string>() : [$"broken off: {Broken}"],
            string.Create(CultureInfo.InvariantCulture, $"memory {(IsFlat ? "FLAT" : "NOT FLAT")}, errors {Errors.Count}, books {(Books.Count == 0 ? "hold" : "DIFFER")}, {Disturbances.Count} disturbances: {ExitCode switch { 0 => "PASSED", 1 => "FAILED", _ => "NOT TOLD" }}"),
        ];
    }
}
