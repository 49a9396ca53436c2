namespace NovaZones.Core.Zones;

/// <summary>Keeps the zone's own identity in its database.</summary>
public interface IZoneIdentityStore
{
    /// <summary>The zone's identity; made at the first call and the same for ever after.</summary>
    Task<Guid> GetOrCreateAsync(CancellationToken cancellationToken);
}
