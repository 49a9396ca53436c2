namespace NovaZones.Core.Fleet;

/// <summary>Holds the newest published snapshot. Reading is free of locks; only <see cref="Claims.FleetLedger"/> publishes.</summary>
public sealed class FleetView
{
    private FleetSnapshot _current = FleetSnapshot.Empty;

    /// <summary>The newest snapshot: everything in it is durable.</summary>
    public FleetSnapshot Current => Volatile.Read(ref _current);

    /// <summary>What changed, for those who wait for capacity.</summary>
    internal HostNews News { get; } = new();

    /// <summary>Whether the fleet was loaded from the database since the start.</summary>
    public bool IsLoaded { get; private set; }

    internal void Publish(FleetSnapshot snapshot)
    {
        Volatile.Write(ref _current, snapshot);
        IsLoaded = true;
    }
}
