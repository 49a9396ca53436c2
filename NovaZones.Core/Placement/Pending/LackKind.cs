namespace NovaZones.Core.Placement.Pending;

/// <summary>What sort of change of a host or a child may help a waiting request.</summary>
public enum LackKind
{
    /// <summary>More of a resource class, or another shape of its inventory.</summary>
    Resource,

    /// <summary>A trait that comes or goes.</summary>
    Trait,

    /// <summary>A capability that comes, goes or changes.</summary>
    Capability,

    /// <summary>Hosts that join or leave an aggregate; without a name, any.</summary>
    Aggregate,

    /// <summary>A host in another availability zone.</summary>
    AvailabilityZone,

    /// <summary>A host that is switched on, or speaks again.</summary>
    HostState,

    /// <summary>A host that holds fewer instances.</summary>
    Instances,

    /// <summary>Members of a server group that come or go.</summary>
    Group,

    /// <summary>A child zone that can offer more than it could.</summary>
    Child,

    /// <summary>Whatever changes, as for a query that may ask anything.</summary>
    Any,
}
