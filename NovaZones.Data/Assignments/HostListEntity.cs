namespace NovaZones.Data.Assignments;

/// <summary>A row for what a host last said is on it.</summary>
internal sealed class HostListEntity
{
    public required Guid HostId { get; init; }

    /// <summary>Ids as a JSON array, sorted.</summary>
    public required string Instances { get; set; }

    /// <summary>Ids that were not placed there, each with the moment since when, as a JSON object.</summary>
    public required string Unknown { get; set; }

    public required DateTimeOffset ToldAt { get; set; }
}
