namespace NovaZones.Core.Policies.Preview;

/// <summary>How asking for a preview ended.</summary>
public abstract record PolicyPreviewOutcome
{
    private PolicyPreviewOutcome()
    {
    }

    /// <summary>The preview.</summary>
    public sealed record Previewed(PolicyPreview Preview) : PolicyPreviewOutcome;

    /// <summary>The version could not be saved either; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : PolicyPreviewOutcome;
}
