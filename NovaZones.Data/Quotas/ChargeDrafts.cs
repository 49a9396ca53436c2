using NovaZones.Core.Claims;
using NovaZones.Core.Quotas;

namespace NovaZones.Data.Quotas;

/// <summary>What stored instances count against their tenants, as their rows are read; equal charges become one object.</summary>
internal sealed class ChargeDrafts
{
    private readonly Dictionary<string, InstanceCharge> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstanceCharge> _ofReservations = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, InstanceCharge> _charges = [];

    /// <summary>By instance.</summary>
    public IReadOnlyDictionary<Guid, InstanceCharge> Charges => _charges;

    /// <summary>An instance on a host of this zone.</summary>
    public void AddLocal(Instance instance, string? tenant, bool isFromParent) =>
        _charges[instance.Id] = Share(InstanceCharge.Of(tenant, isFromParent, instance.Parts));

    /// <summary>An instance that a child holds: what it takes is only known from the request.</summary>
    public void AddRemote(Guid instanceId, string reservationId, string? tenant, bool isFromParent, Func<string> requestJson)
    {
        if (!_ofReservations.TryGetValue(reservationId, out var charge))
        {
            charge = Share(InstanceCharge.Of(tenant, isFromParent, requestJson()));
            _ofReservations.Add(reservationId, charge);
        }

        _charges[instanceId] = charge;
    }

    private InstanceCharge Share(InstanceCharge charge)
    {
        var key = $"{charge.IsFromParent}|{string.Join(',', charge.Amounts.Select(a => $"{a.Key}={a.Value}"))}|{charge.Tenant}";
        if (_shared.TryGetValue(key, out var known))
        {
            return known;
        }

        _shared.Add(key, charge);
        return charge;
    }
}
