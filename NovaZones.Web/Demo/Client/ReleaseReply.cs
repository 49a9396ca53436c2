namespace NovaZones.Web.Demo.Client;

/// <summary>How one <c>DELETE /api/v1/placements/{id}</c> ended.</summary>
internal enum ReleaseReply
{
    /// <summary>Everything of the reservation was given back.</summary>
    Released,

    /// <summary>The zone does not know the reservation, so there is nothing left to give back.</summary>
    Unknown,

    /// <summary>No usable answer; release again later, or capacity leaks.</summary>
    Unanswered,
}
