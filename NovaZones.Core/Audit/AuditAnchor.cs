using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Audit;

/// <summary>Where the chain goes on after the oldest records were deleted: what <see cref="AuditActs.AuditPruned"/> holds.</summary>
/// <param name="Sequence">Number of the newest record that was deleted.</param>
/// <param name="Hash">Its hash, in hexadecimal.</param>
/// <param name="Deleted">How many were deleted with it.</param>
public sealed record AuditAnchor(
    [property: JsonPropertyName("sequence")] long Sequence, [property: JsonPropertyName("hash")] string Hash, [property: JsonPropertyName("deleted")] int Deleted)
{
    /// <summary>Reads it from a record; null when the record holds something else.</summary>
    public static AuditAnchor? From(AuditEntry? entry)
    {
        try
        {
            return entry is { Act: AuditActs.AuditPruned, After: { } json } ? JsonSerializer.Deserialize<AuditAnchor>(json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
