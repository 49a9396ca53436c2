namespace NovaZones.Core.Policies;

/// <summary>How removing a policy ended.</summary>
public abstract record PolicyRemoveOutcome
{
    private PolicyRemoveOutcome()
    {
    }

    /// <summary>It is gone with all its versions; what was placed under it stays.</summary>
    public sealed record Removed : PolicyRemoveOutcome;

    /// <summary>There is none of that name.</summary>
    public sealed record NotFound : PolicyRemoveOutcome;

    /// <summary>It ships with the product: requests that name no policy go by it, or it would come back with the next start.</summary>
    public sealed record Shipped : PolicyRemoveOutcome;

    /// <summary>Requests under it are still to be decided.</summary>
    /// <param name="Requests">How many.</param>
    public sealed record InUse(int Requests) : PolicyRemoveOutcome;

    /// <summary>Somebody saved it in between; show theirs and let the person decide.</summary>
    /// <param name="CurrentVersion">The version in force.</param>
    public sealed record Conflict(int CurrentVersion) : PolicyRemoveOutcome;
}
