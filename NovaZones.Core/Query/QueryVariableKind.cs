namespace NovaZones.Core.Query;

/// <summary>Where a variable's value comes from.</summary>
public enum QueryVariableKind
{
    /// <summary><c>$name</c>: the host's capability of that name.</summary>
    Capability,

    /// <summary><c>$free.CLASS</c>: what can still be claimed.</summary>
    Free,

    /// <summary><c>$used.CLASS</c>: what is claimed.</summary>
    Used,

    /// <summary><c>$total.CLASS</c>: the inventory's total.</summary>
    Total,

    /// <summary><c>$host.name</c>.</summary>
    HostName,

    /// <summary><c>$host.availabilityZone</c>.</summary>
    HostAvailabilityZone,

    /// <summary><c>$host.instances</c>: how many instances the host runs.</summary>
    HostInstances,

    /// <summary><c>$trait.NAME</c>: true when the host has the trait, else false; never missing.</summary>
    Trait,
}
