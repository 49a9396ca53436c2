using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement;

/// <summary>A host under consideration, as filters and weighers see it. One object is moved over all hosts of a plan.</summary>
internal sealed class Candidate : IQueryFacts
{
    private Host _host = null!;
    private FleetBlock? _block;
    private int _row;

    /// <summary>The host, with the slots already planned for this request virtually placed.</summary>
    public Host Host => _host;

    public void MoveTo(Host host)
    {
        _host = host;
        _block = null;
    }

    /// <summary>Moves to a row of a block; sums then come from its columns instead of the host's scattered parts.</summary>
    public void MoveTo(FleetBlock block, int row)
    {
        _host = block.Hosts[row]!;
        _block = block;
        _row = row;
    }

    /// <summary>Capacity and use of a class, summed over the host's tree.</summary>
    public ResourceAmounts Sum(string resourceClass)
    {
        if (_block?.Resource(resourceClass) is { IsExact: true } column)
        {
            var capacity = column.Capacity[_row];
            return new ResourceAmounts(capacity, (long)capacity - column.Free[_row]);
        }

        return _host.Sum(resourceClass);
    }

    /// <summary>A capability that is a number; 0 when the host reports none.</summary>
    public double Number(string capability) =>
        _host.Capabilities.TryGetValue(capability, out var value) && value.Kind == CapabilityKind.Number ? value.Number : 0;

    /// <inheritdoc/>
    public bool TryGet(QueryVariable variable, out CapabilityValue value) => HostFacts.TryGet(_host, variable, out value);
}
