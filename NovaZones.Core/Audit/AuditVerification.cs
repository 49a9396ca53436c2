namespace NovaZones.Core.Audit;

/// <summary>What a walk along the chain found.</summary>
/// <param name="CheckedAt">When.</param>
/// <param name="Records">How many records were looked at.</param>
/// <param name="First">Number of the first record that is kept; 0 when there is none.</param>
/// <param name="Head">The end of the chain as <c>number:hash</c>, to be noted elsewhere.</param>
/// <param name="BrokenAt">Number of the first record that does not hold; null when all do.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
public sealed record AuditVerification(DateTimeOffset CheckedAt, long Records, long First, string Head, long? BrokenAt, string? Problem)
{
    /// <summary>Whether the whole chain holds.</summary>
    public bool Holds => BrokenAt is null;
}
