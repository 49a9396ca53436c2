using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Claims;

/// <summary>The explanation of one answer, to be stored with it.</summary>
public sealed class ExplanationRecord
{
    private readonly Lazy<string> _json;

    /// <summary>Creates a record of an explanation that is text already.</summary>
    /// <param name="reservationId">Which answer.</param>
    /// <param name="json">The serialised <see cref="PlacementExplanation"/>.</param>
    /// <param name="createdAt">When, UTC.</param>
    public ExplanationRecord(string reservationId, string json, DateTimeOffset createdAt)
        : this(reservationId, new Lazy<string>(json), createdAt)
    {
    }

    /// <summary>Creates a record whose text is made on another thread meanwhile: the ledger's one loop, on which all claims wait, has better to do.</summary>
    internal ExplanationRecord(string reservationId, PlacementExplanation explanation, DateTimeOffset createdAt)
        : this(reservationId, new Lazy<string>(() => JsonSerializer.Serialize(explanation, WireJson.Options)), createdAt)
    {
        // Whoever comes first makes it; should that fail, the writer of the group gets to know.
        _ = Task.Run(() => _json.Value);
    }

    private ExplanationRecord(string reservationId, Lazy<string> json, DateTimeOffset createdAt)
    {
        ReservationId = reservationId;
        _json = json;
        CreatedAt = createdAt;
    }

    /// <summary>Which answer.</summary>
    public string ReservationId { get; }

    /// <summary>The serialised <see cref="PlacementExplanation"/>.</summary>
    public string Json => _json.Value;

    /// <summary>When, UTC.</summary>
    public DateTimeOffset CreatedAt { get; }
}
