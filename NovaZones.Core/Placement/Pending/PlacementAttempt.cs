using NovaZones.Core.Federation;

namespace NovaZones.Core.Placement.Pending;

/// <summary>How one attempt at a stored request ended.</summary>
internal abstract record PlacementAttempt
{
    private PlacementAttempt()
    {
    }

    /// <summary>Placed and durable.</summary>
    public sealed record Placed(PlacementOutcome.Placed Outcome) : PlacementAttempt;

    /// <summary>Not enough; what children hold is still to be given back, and the end to be written.</summary>
    public sealed record Unplaced(PlacementRun Run, RemoteClaim Remote, PlacementContext Context) : PlacementAttempt;

    /// <summary>What is asked does not make sense any more, as with a policy or a zone that is gone.</summary>
    public sealed record Senseless(string Reason) : PlacementAttempt;
}
