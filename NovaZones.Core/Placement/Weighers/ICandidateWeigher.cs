namespace NovaZones.Core.Placement.Weighers;

/// <summary>Grades one host from 0 (worst) to 1 (best). Absolute: the share depends on the host and the request alone.</summary>
/// <remarks>Pure, stateless and thread-safe. That no other host matters is what makes a tree of zones rank like one flat zone.</remarks>
internal interface ICandidateWeigher
{
    /// <summary>Name in policies and explanations.</summary>
    string Name { get; }

    /// <summary>Whether the share is 0 on every host for this request.</summary>
    bool IsIdle(PlacementContext context) => false;

    /// <summary>The host's share, 0 to 1.</summary>
    double Weigh(PlacementContext context, Candidate candidate);
}
