namespace NovaZones.Web.Demo.Client;

/// <summary>One page of <c>GET /api/v1/hosts</c>; <c>NextCursor</c> is null on the last one.</summary>
internal sealed record HostPage(IReadOnlyList<ListedHost> Items, string? NextCursor);

/// <summary>A host or nested provider as a zone lists it, reduced to what an accounting check reads.</summary>
internal sealed record ListedHost(
    string Name, IReadOnlyDictionary<string, ListedInventory>? Inventories, IReadOnlyList<ListedHost>? Providers);

/// <summary>The two figures that must never cross.</summary>
internal sealed record ListedInventory(long Capacity, long Used);
