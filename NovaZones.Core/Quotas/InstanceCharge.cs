using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;

namespace NovaZones.Core.Quotas;

/// <summary>What one instance counts against its tenant (immutable, shared by the instances of a request).</summary>
/// <param name="Tenant">Whose it is; empty for a request without tenant.</param>
/// <param name="IsFromParent">Whether a parent placed it here, which then counts it, too.</param>
/// <param name="Amounts">By resource class, with <see cref="Quota.Instances"/> = 1.</param>
public sealed record InstanceCharge(string Tenant, bool IsFromParent, ImmutableSortedDictionary<string, long> Amounts)
{
    private static readonly ImmutableSortedDictionary<string, long> One = Quotas.Amounts.None.Add(Quota.Instances, 1);

    /// <summary>What each instance of a request counts.</summary>
    public static InstanceCharge Of(PlacementRequest request, bool isFromParent)
    {
        ArgumentNullException.ThrowIfNull(request);
        var demands = request.Resources.Concat(request.Groups.SelectMany(g => g.Resources));
        return new InstanceCharge(request.Tenant ?? "", isFromParent, Sum(demands.Select(d => (d.ResourceClass, d.Amount))));
    }

    /// <summary>What an instance counts by its stored allocations.</summary>
    public static InstanceCharge Of(string? tenant, bool isFromParent, IEnumerable<AllocationPart> parts) =>
        new(tenant ?? "", isFromParent, Sum(parts.Select(p => (p.ResourceClass, p.Amount))));

    /// <summary>What an instance that a child holds counts, by the stored text of its request; read leniently, since an older program may have written it.</summary>
    public static InstanceCharge Of(string? tenant, bool isFromParent, string requestJson)
    {
        using var document = JsonDocument.Parse(requestJson);
        return new InstanceCharge(tenant ?? "", isFromParent, Sum(Demands(document.RootElement)));
    }

    private static IEnumerable<(string Class, long Amount)> Demands(JsonElement body)
    {
        foreach (var demand in DemandsOf(body))
        {
            yield return demand;
        }

        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("groups", out var groups) && groups.ValueKind == JsonValueKind.Array)
        {
            foreach (var demand in groups.EnumerateArray().SelectMany(DemandsOf))
            {
                yield return demand;
            }
        }
    }

    private static IEnumerable<(string Class, long Amount)> DemandsOf(JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("resources", out var resources) || resources.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var demand in resources.EnumerateObject())
        {
            if (demand.Value.ValueKind == JsonValueKind.Number && demand.Value.TryGetDouble(out var amount) && amount >= 1)
            {
                yield return (demand.Name, (long)amount);
            }
        }
    }

    private static ImmutableSortedDictionary<string, long> Sum(IEnumerable<(string Class, long Amount)> demands) =>
        demands.Aggregate(One, (sum, d) => sum.SetItem(d.Class, sum.Of(d.Class) + d.Amount));
}
