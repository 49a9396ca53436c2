namespace NovaZones.Core.Placement.Groups;

/// <summary>How an instance shall stand to the other members of its server group.</summary>
/// <param name="Name">Name of the group; groups of different tenants never meet.</param>
/// <param name="Policy">The relation.</param>
/// <param name="MaxPerHost">For anti-affinity: most members on one host, 1 to 1000.</param>
/// <param name="Capability">For spread: the capability whose values are the domains; null otherwise.</param>
/// <param name="MaxSkew">For spread: most by which the fullest domain may exceed the emptiest, 1 to 1000.</param>
/// <param name="Key">The name as it is counted by: unique to the tenant.</param>
public sealed record ServerGroupDemand(string Name, GroupPolicy Policy, int MaxPerHost, string? Capability, int MaxSkew, string Key)
{
    /// <summary>Whether a host may be refused because of the group.</summary>
    public bool IsHard => Policy is GroupPolicy.Affinity or GroupPolicy.AntiAffinity or GroupPolicy.Spread;
}

/// <summary>Relations between members of a server group.</summary>
public enum GroupPolicy
{
    /// <summary>All on one host.</summary>
    Affinity,

    /// <summary>At most <see cref="ServerGroupDemand.MaxPerHost"/> on a host.</summary>
    AntiAffinity,

    /// <summary>Rather on hosts that have members already.</summary>
    SoftAffinity,

    /// <summary>Rather on hosts that have few members.</summary>
    SoftAntiAffinity,

    /// <summary>Evenly over the values of a capability.</summary>
    Spread,
}
