using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Overview.Parts;

/// <summary>In which order hosts stand as tiles: by availability zone, then name. Good for every version of a fleet that has the same hosts.</summary>
public sealed class HeatOrder
{
    private readonly (string Name, string? Zone)[] _rows;

    private HeatOrder((string Name, string? Zone)[] rows, int[] places, ImmutableArray<string> names, ImmutableArray<(string Zone, int Start, int End)> zones)
    {
        (_rows, Places, Names, Zones) = (rows, places, names, zones);
    }

    /// <summary>Names of the hosts in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Which places hosts of an availability zone take; the zone is empty for hosts that name none.</summary>
    public ImmutableArray<(string Zone, int Start, int End)> Zones { get; }

    /// <summary>The place of each host of the fleet, in the fleet's own order.</summary>
    internal IReadOnlyList<int> Places { get; }

    /// <summary>Sorts the hosts of a fleet.</summary>
    public static HeatOrder Of(FleetSnapshot fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var rows = fleet.Hosts.Select(host => (host.Name, host.AvailabilityZone)).ToArray();
        var sorted = Enumerable.Range(0, rows.Length).ToArray();
        Array.Sort(sorted, (left, right) =>
        {
            var byZone = string.CompareOrdinal(rows[left].AvailabilityZone ?? "", rows[right].AvailabilityZone ?? "");
            return byZone != 0 ? byZone : string.CompareOrdinal(rows[left].Name, rows[right].Name);
        });
        var places = new int[rows.Length];
        var zones = ImmutableArray.CreateBuilder<(string Zone, int Start, int End)>();
        for (var place = 0; place < sorted.Length; place++)
        {
            places[sorted[place]] = place;
            var zone = rows[sorted[place]].AvailabilityZone ?? "";
            if (zones.Count > 0 && zones[^1].Zone == zone)
            {
                zones[^1] = (zone, zones[^1].Start, place + 1);
            }
            else
            {
                zones.Add((zone, place, place + 1));
            }
        }

        return new HeatOrder(rows, places, [.. sorted.Select(row => rows[row].Name)], zones.ToImmutable());
    }

    /// <summary>Whether a fleet has the same hosts in the same availability zones.</summary>
    public bool Fits(FleetSnapshot fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        if (fleet.Count != _rows.Length)
        {
            return false;
        }

        var row = 0;
        foreach (var host in fleet.Hosts)
        {
            // A host keeps its very strings from version to version, so that mostly nothing is compared letter by letter.
            if (host.Name != _rows[row].Name || host.AvailabilityZone != _rows[row].Zone)
            {
                return false;
            }

            row++;
        }

        return true;
    }
}
