namespace NovaZones.Core.Assignments;

/// <summary>What a host said of an instance that was placed on it.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="State">How far the host got.</param>
/// <param name="Message">The host's own words, or null; at most <see cref="MaxMessageLength"/> characters, not to be trusted.</param>
/// <param name="At">When it was so by the host's clock; of two the later counts.</param>
public sealed record Acknowledgement(Guid InstanceId, AcknowledgementState State, string? Message, DateTimeOffset At)
{
    /// <summary>Most characters of a message.</summary>
    public const int MaxMessageLength = 2000;
}
