using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Pending;

/// <summary>A pending request in memory. The row in the database is the truth; this is what is needed to wake it.</summary>
/// <remarks>Changing members are guarded by the lock of <see cref="PendingBook"/>, but for <see cref="IsCancelled"/>.</remarks>
internal sealed class PendingEntry(Reservation reservation, PlacementRequest request) : IComparable<PendingEntry>
{
    private volatile bool _isCancelled;

    /// <summary>Id of the reservation.</summary>
    public string Id { get; } = reservation.Id;

    /// <summary>When it arrived, UTC.</summary>
    public DateTimeOffset CreatedAt { get; } = reservation.CreatedAt;

    /// <summary>When it ends unplaced, UTC.</summary>
    public DateTimeOffset Until { get; } = reservation.PendingUntil ?? throw new ArgumentException("Only a pending reservation can be placed later.", nameof(reservation));

    /// <summary>What is asked.</summary>
    public PlacementRequest Request { get; } = request;

    /// <summary>What is being done about it.</summary>
    public PendingPhase Phase { get; set; }

    /// <summary>Whether it shall be tried again as soon as its turn comes.</summary>
    public bool IsWoken { get; set; }

    /// <summary>When it is woken without a reason, UTC; null for never.</summary>
    public DateTimeOffset? RecheckAt { get; set; }

    /// <summary>Times it was planned since the zone started.</summary>
    public int Attempts { get; set; }

    /// <summary>Later requests for a resource class of this one that were placed while it waited, since the zone started.</summary>
    public int Overtaken { get; set; }

    /// <summary>Why it does not fit; null before its first attempt in this process.</summary>
    public Shortage? Shortage { get; set; }

    /// <summary>Hosts that changed while it was being tried, to be judged when it is known what it lacks.</summary>
    public Dictionary<string, HostNewsItem> Missed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether something changed while it was being tried that only a plan can judge.</summary>
    public bool MissedMore { get; set; }

    /// <summary>Whether somebody gave it up: an attempt under way stops where it can, and keeps nothing.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Gives it up.</summary>
    public void Cancel() => _isCancelled = true;

    /// <summary>Whether both ask for one resource class at least.</summary>
    public bool CompetesWith(PendingEntry other) =>
        Request.Resources.Concat(Request.Groups.SelectMany(g => g.Resources)).Any(d => other.Request.TotalOf(d.ResourceClass) > 0);

    /// <summary>In order of arrival.</summary>
    public int CompareTo(PendingEntry? other) =>
        other is null ? 1 : CreatedAt.CompareTo(other.CreatedAt) is var order and not 0 ? order : string.CompareOrdinal(Id, other.Id);
}
