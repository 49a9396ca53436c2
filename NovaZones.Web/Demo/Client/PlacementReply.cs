namespace NovaZones.Web.Demo.Client;

/// <summary>How one <c>POST /api/v1/placements</c> ended.</summary>
internal abstract record PlacementReply
{
    private PlacementReply()
    {
    }

    /// <summary>Placed, in full or in part; release it by its reservation id.</summary>
    internal sealed record Placed(string ReservationId, int Count, IReadOnlyList<string> Zones) : PlacementReply;

    /// <summary>The zone answered that nothing fits (409); asking again soon is pointless.</summary>
    internal sealed record Refused(PlacementRefusal Refusal) : PlacementReply;

    /// <summary>The zone calls the request itself wrong (another 4xx); a defect of the caller, never retried.</summary>
    internal sealed record Rejected(string Reason) : PlacementReply;

    /// <summary>No usable answer (transport, time-out, 5xx); the same idempotency key may be sent again.</summary>
    internal sealed record Unanswered(string Reason) : PlacementReply;
}
