using NovaZones.Core.Federation.Wire;

namespace NovaZones.Core.Federation;

/// <summary>How a parent's claim ended.</summary>
public abstract record ClaimOutcome
{
    private ClaimOutcome()
    {
    }

    /// <summary>What is listed is placed and durable.</summary>
    public sealed record Claimed(ClaimResponse Response) : ClaimOutcome;

    /// <summary>The plan is of no use; plan again.</summary>
    public sealed record PlanRefused(string Reason) : ClaimOutcome;

    /// <summary>The claim is wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ClaimOutcome;
}
