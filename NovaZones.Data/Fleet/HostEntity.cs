using NovaZones.Core.Fleet;

namespace NovaZones.Data.Fleet;

/// <summary>A row for a machine; its providers are rows of their own.</summary>
internal sealed class HostEntity
{
    public const int NameLength = 255;

    /// <summary>255 UTF-16 units are at most this many bytes of UTF-8.</summary>
    public const int NameKeyLength = 3 * NameLength;

    public const int AvailabilityZoneLength = 255;

    /// <summary>The root provider's id.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The name as UTF-8: bytes compare alike in both databases, text does not.</summary>
    public required byte[] NameKey { get; init; }

    public required AdminState AdminState { get; init; }

    public string? DisabledReason { get; init; }

    public string? AvailabilityZone { get; init; }

    /// <summary>A JSON object of names and values.</summary>
    public required string Capabilities { get; init; }

    /// <summary>Names as a JSON list.</summary>
    public required string Aggregates { get; init; }

    public required DateTimeOffset LastReportAt { get; init; }
}
