using NovaZones.Core;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Hosts;

/// <summary>A host in an answer (DESIGN section 6).</summary>
public sealed record HostResponse
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Up or Down.</summary>
    public required string State { get; init; }

    /// <summary>Enabled or Disabled.</summary>
    public required string AdminState { get; init; }

    /// <summary>Why it is disabled, or null.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Grows with everything that changes what fits.</summary>
    public required long Generation { get; init; }

    /// <summary>By resource class.</summary>
    public required IReadOnlyDictionary<string, InventoryResponse> Inventories { get; init; }

    /// <summary>Dynamic attributes.</summary>
    public required IReadOnlyDictionary<string, CapabilityValue> Capabilities { get; init; }

    /// <summary>Of the root provider.</summary>
    public required IReadOnlyList<string> Traits { get; init; }

    /// <summary>Aggregates it belongs to.</summary>
    public required IReadOnlyList<string> Aggregates { get; init; }

    /// <summary>Failure domain, or null.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>Last sign of life, UTC.</summary>
    public required DateTimeOffset LastReportAt { get; init; }

    /// <summary>Instances placed on it.</summary>
    public required int Instances { get; init; }

    /// <summary>Nested providers.</summary>
    public required IReadOnlyList<ProviderResponse> Providers { get; init; }

    /// <summary>A host as it is at a moment.</summary>
    public static HostResponse From(Host host, DateTimeOffset now, TimeSpan staleAfter)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new HostResponse
        {
            Name = host.Name,
            State = host.IsUp(now, staleAfter) ? "Up" : "Down",
            AdminState = host.AdminState.ToString(),
            DisabledReason = host.DisabledReason,
            Generation = host.Generation,
            Inventories = Inventory(host.Providers[0]),
            Capabilities = host.Capabilities,
            Traits = host.Providers[0].Traits,
            Aggregates = host.Aggregates,
            AvailabilityZone = host.AvailabilityZone,
            LastReportAt = host.Heartbeat.LastReportAt,
            Instances = host.InstanceCount,
            Providers = Below(host, 0),
        };
    }

    private static List<ProviderResponse> Below(Host host, int parent)
    {
        var below = new List<ProviderResponse>();
        for (var i = parent + 1; i < host.Providers.Length; i++)
        {
            if (host.Providers[i].Parent == parent)
            {
                below.Add(new ProviderResponse(host.Providers[i].Name, Inventory(host.Providers[i]), host.Providers[i].Traits, Below(host, i)));
            }
        }

        return below;
    }

    private static Dictionary<string, InventoryResponse> Inventory(ResourceProvider provider) =>
        provider.Inventories.ToDictionary(u => u.ResourceClass, InventoryResponse.From, StringComparer.Ordinal);
}

/// <summary>A nested provider in an answer.</summary>
public sealed record ProviderResponse(
    string Name, IReadOnlyDictionary<string, InventoryResponse> Inventories, IReadOnlyList<string> Traits, IReadOnlyList<ProviderResponse> Providers);

/// <summary>An inventory in an answer, in the class's unit.</summary>
public sealed record InventoryResponse(
    long Total, long Reserved, double AllocationRatio, long MinUnit, long MaxUnit, long StepSize, long Capacity, long Used)
{
    /// <summary>An inventory with what is used of it.</summary>
    public static InventoryResponse From(InventoryUsage usage) => new(
        usage.Inventory.Total, usage.Inventory.Reserved, usage.Inventory.AllocationRatio, usage.Inventory.MinUnit,
        usage.Inventory.MaxUnit, usage.Inventory.StepSize, usage.Inventory.Capacity, usage.Used);
}

/// <summary>A page of hosts.</summary>
public sealed record HostListResponse(IReadOnlyList<HostResponse> Items, string? NextCursor);

/// <summary>Body of disable and enable.</summary>
public sealed record AdminStateBody(string? Reason = null);

/// <summary>What became of a batch of reports.</summary>
/// <param name="Accepted">Lines taken.</param>
/// <param name="Created">Of these, hosts that are new.</param>
/// <param name="Updated">Of these, hosts that were known.</param>
/// <param name="Failed">Lines refused.</param>
/// <param name="Errors">The first refused lines, with what is wrong with them.</param>
public sealed record BatchReportResponse(int Accepted, int Created, int Updated, int Failed, IReadOnlyList<FailedLine> Errors);

/// <summary>A line of a batch that was refused.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Name">The host it names, when that could be read.</param>
/// <param name="Errors">Everything that is wrong with it.</param>
public sealed record FailedLine(int Line, string? Name, IReadOnlyList<Fault> Errors);
