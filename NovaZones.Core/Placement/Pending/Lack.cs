namespace NovaZones.Core.Placement.Pending;

/// <summary>One thing for want of which a request waits: what waiters are indexed by.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Name">Class, trait, capability, aggregate or group concerned; null where the kind says all.</param>
public readonly record struct Lack(LackKind Kind, string? Name = null)
{
    /// <summary>The same in words, for people.</summary>
    public override string ToString() => Kind switch
    {
        LackKind.Resource => $"resource {Name}",
        LackKind.Trait => $"trait {Name}",
        LackKind.Capability => $"capability {Name}",
        LackKind.Aggregate => Name is null ? "aggregates" : $"aggregate {Name}",
        LackKind.AvailabilityZone => "availability zone",
        LackKind.HostState => "host state",
        LackKind.Instances => "instances on the host",
        LackKind.Group => "server group",
        LackKind.Child => "child zone",
        _ => "any change",
    };
}
