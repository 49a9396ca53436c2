namespace NovaZones.Core.Federation.Asking;

/// <summary>The children sorted for one request. Not thread-safe.</summary>
internal sealed class Screening(ChildSet all)
{
    private readonly List<ScreenedOut> _out = [];

    /// <summary>Children to ask.</summary>
    public ChildSet Likely { get; } = all;

    /// <summary>The others, by what keeps them from being asked; each child once.</summary>
    public IReadOnlyList<ScreenedOut> Out => _out;

    /// <summary>Children that must not be asked.</summary>
    public void Exclude(ChildSet children, string outcome, string reason) => Add(Likely.Take(children), outcome, reason, false);

    /// <summary>All but these must not be asked.</summary>
    public void ExcludeAbsent(ChildSet children, string outcome, string reason) => Add(Likely.Take(children, absent: true), outcome, reason, false);

    /// <summary>Children that are asked only when the rest does not suffice.</summary>
    public void Doubt(ChildSet children, string reason) => Add(Likely.Take(children), "Skipped", reason, true);

    /// <summary>All but these are asked only when the rest does not suffice.</summary>
    public void DoubtAbsent(ChildSet children, string reason) => Add(Likely.Take(children, absent: true), "Skipped", reason, true);

    private void Add(ChildSet? taken, string outcome, string reason, bool isOnlyDoubted)
    {
        if (taken is not null)
        {
            _out.Add(new ScreenedOut(outcome, reason, taken, isOnlyDoubted));
        }
    }
}

/// <summary>Children that are not asked, or asked last, for one reason.</summary>
/// <param name="Outcome">Skipped or Open.</param>
/// <param name="Reason">What holds for all of them.</param>
/// <param name="Children">Who.</param>
/// <param name="IsOnlyDoubted">Whether they are asked when the rest does not suffice.</param>
internal sealed record ScreenedOut(string Outcome, string Reason, ChildSet Children, bool IsOnlyDoubted);
