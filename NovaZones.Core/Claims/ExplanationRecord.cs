using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Packs;

namespace NovaZones.Core.Claims;

/// <summary>The explanation of one answer, to be stored with it.</summary>
public sealed class ExplanationRecord
{
    /// <summary>Creates a record of an explanation.</summary>
    /// <param name="reservationId">Which answer.</param>
    /// <param name="explanation">Why.</param>
    /// <param name="createdAt">When, UTC.</param>
    public ExplanationRecord(string reservationId, PlacementExplanation explanation, DateTimeOffset createdAt)
    {
        ReservationId = reservationId;
        Packed = ExplanationPack.Write(explanation);
        CreatedAt = createdAt;
    }

    /// <summary>Which answer.</summary>
    public string ReservationId { get; }

    /// <summary>The explanation in its stored form; <see cref="JsonOf"/> reads it.</summary>
    public byte[] Packed { get; }

    /// <summary>When, UTC.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>The JSON of what is stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static string JsonOf(byte[] packed) => ExplanationPack.ToJson(packed);
}
