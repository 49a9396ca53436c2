using NovaZones.Core.Quotas;

namespace NovaZones.Core.Fleet;

/// <summary>Holds the newest published snapshot. Reading is free of locks; only <see cref="Claims.FleetLedger"/> publishes.</summary>
public sealed class FleetView
{
    private FleetSnapshot _current = FleetSnapshot.Empty;
    private TenantBook _tenants = TenantBook.Empty;

    /// <summary>The newest snapshot: everything in it is durable.</summary>
    public FleetSnapshot Current => Volatile.Read(ref _current);

    /// <summary>The newest books of tenants; what they count is durable.</summary>
    public TenantBook Tenants => Volatile.Read(ref _tenants);

    /// <summary>Tenants that wait for a lease.</summary>
    internal TenantDemand Demand { get; } = new();

    /// <summary>What changed, for those who wait for capacity.</summary>
    internal HostNews News { get; } = new();

    /// <summary>Whether the fleet was loaded from the database since the start.</summary>
    public bool IsLoaded { get; private set; }

    internal void Publish(TenantBook tenants) => Volatile.Write(ref _tenants, tenants);

    internal void Publish(FleetSnapshot snapshot)
    {
        Volatile.Write(ref _current, snapshot);
        IsLoaded = true;
    }
}
