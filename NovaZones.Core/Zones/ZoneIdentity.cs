using Microsoft.Extensions.Options;

namespace NovaZones.Core.Zones;

/// <summary>Who this zone is: its name from the settings, its identity from its database.</summary>
public sealed class ZoneIdentity(IOptions<ZoneOptions> options, IZoneIdentityStore store)
{
    private Guid? _id;

    /// <summary>Identity of the deployment; the same after every restart.</summary>
    /// <exception cref="InvalidOperationException">Read before <see cref="LoadAsync"/>.</exception>
    public Guid Id => _id ?? throw new InvalidOperationException("The zone's identity is not loaded yet.");

    /// <summary>The zone's own name.</summary>
    public string Name => options.Value.Name;

    /// <summary>Reads the identity, or makes it at the first start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => _id = await store.GetOrCreateAsync(cancellationToken).ConfigureAwait(false);
}
