using NovaZones.Core.Assignments;

namespace NovaZones.Data.Assignments;

/// <summary>A row for what a host said last of an instance on it.</summary>
internal sealed class AcknowledgementEntity
{
    public required Guid InstanceId { get; init; }

    public required Guid HostId { get; set; }

    public required AcknowledgementState State { get; set; }

    public string? Message { get; set; }

    /// <summary>By the host's clock.</summary>
    public required DateTimeOffset At { get; set; }

    public Acknowledgement ToAcknowledgement() => new(InstanceId, State, Message, At);
}
