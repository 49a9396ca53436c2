using NovaZones.Core.Fleet;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement;

/// <summary>A host under consideration, as filters and weighers see it. One object is moved over all hosts of a plan.</summary>
internal sealed class Candidate : IQueryFacts
{
    private Host _host = null!;

    /// <summary>The host, with the slots already planned for this request virtually placed.</summary>
    public Host Host => _host;

    public void MoveTo(Host host) => _host = host;

    /// <inheritdoc/>
    public bool TryGet(QueryVariable variable, out CapabilityValue value) => HostFacts.TryGet(_host, variable, out value);
}
