using NovaZones.Client.Models;

namespace NovaZones.Agent.Assignments;

/// <summary>An assignment as the agent has it.</summary>
/// <param name="Assignment">As the zone told it.</param>
/// <param name="State">How far the agent got.</param>
internal sealed record LocalAssignment(Assignment Assignment, LocalState State)
{
    public Guid InstanceId => Assignment.InstanceId;

    /// <summary>Whether the instance is, or is about to be, on this host.</summary>
    public bool IsHere => State is not LocalState.Failed;
}

/// <summary>An acknowledgement that the zone has not taken yet.</summary>
/// <param name="Sequence">Its place in the queue.</param>
/// <param name="Acknowledgement">What to say.</param>
internal sealed record WaitingAcknowledgement(long Sequence, Acknowledgement Acknowledgement);
