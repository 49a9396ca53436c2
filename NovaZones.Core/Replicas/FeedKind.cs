namespace NovaZones.Core.Replicas;

/// <summary>What a replica changed. The numbers are stored.</summary>
public enum FeedKind
{
    /// <summary>Hosts, instances and reservations: one group of the ledger.</summary>
    Fleet = 0,

    /// <summary>Quotas, and leases of quotas in either direction.</summary>
    Terms = 1,

    /// <summary>A policy has a new version.</summary>
    Policies = 2,

    /// <summary>The rules of an aggregate.</summary>
    Aggregates = 3,

    /// <summary>A child zone was added, changed or removed.</summary>
    Children = 4,

    /// <summary>A token was revoked.</summary>
    Tokens = 5,

    /// <summary>Hosts gave signs of life.</summary>
    Heartbeats = 6,
}
