namespace NovaZones.Core.Policies;

/// <summary>How saving a policy ended.</summary>
public abstract record PolicySaveOutcome
{
    private PolicySaveOutcome()
    {
    }

    /// <summary>It counts from the next decision on.</summary>
    public sealed record Saved(Policy Policy) : PolicySaveOutcome;

    /// <summary>It cannot be saved; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : PolicySaveOutcome;

    /// <summary>Somebody saved in between; show theirs and let the person decide.</summary>
    public sealed record Conflict(int CurrentVersion) : PolicySaveOutcome;
}
