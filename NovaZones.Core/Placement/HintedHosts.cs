using System.Collections.Immutable;
using NovaZones.Core.Claims;

namespace NovaZones.Core.Placement;

/// <summary>Finds the hosts of the instances that a request's hints name.</summary>
internal static class HintedHosts
{
    /// <summary>Instance to host, for instances on hosts of this zone; others are not in it.</summary>
    public static async Task<ImmutableDictionary<Guid, Guid>> FindAsync(PlacementRequest request, IReservationStore reservations, CancellationToken cancellationToken)
    {
        var found = ImmutableDictionary<Guid, Guid>.Empty;
        foreach (var id in request.Hints.SameHost.Concat(request.Hints.DifferentHost).Distinct())
        {
            if (await reservations.FindInstanceAsync(id, cancellationToken).ConfigureAwait(false) is { HostId: { } host })
            {
                found = found.SetItem(id, host);
            }
        }

        return found;
    }
}
