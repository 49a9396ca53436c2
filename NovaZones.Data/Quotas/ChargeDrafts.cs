using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Data.Quotas;

/// <summary>What stored instances count against their tenants, as their rows are read; equal charges become one object.</summary>
internal sealed class ChargeDrafts
{
    private readonly Dictionary<string, InstanceCharge> _shared = new(StringComparer.Ordinal);
    private readonly Dictionary<LocalCharge, InstanceCharge> _locals = [];
    private readonly Dictionary<string, InstanceCharge> _ofReservations = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, InstanceCharge> _charges = [];

    /// <summary>By instance.</summary>
    public IReadOnlyDictionary<Guid, InstanceCharge> Charges => _charges;

    /// <summary>An instance on a host of this zone.</summary>
    public void AddLocal(Instance instance, string? tenant, bool isFromParent) =>
        _charges[instance.Id] = OfLocal(new LocalCharge(tenant, isFromParent, instance.Parts));

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

    /// <summary>Nearly all instances of a fleet take what another one takes, so a charge is made once for many.</summary>
    private InstanceCharge OfLocal(LocalCharge local)
    {
        if (!_locals.TryGetValue(local, out var charge))
        {
            charge = Share(InstanceCharge.Of(local.Tenant, local.IsFromParent, local.Parts));
            _locals.Add(local, charge);
        }

        return charge;
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

    /// <summary>What decides the charge of an instance here; equal whatever providers its parts stand on.</summary>
    private readonly record struct LocalCharge(string? Tenant, bool IsFromParent, ImmutableArray<AllocationPart> Parts)
    {
        public bool Equals(LocalCharge other)
        {
            if (IsFromParent != other.IsFromParent || Parts.Length != other.Parts.Length || !string.Equals(Tenant, other.Tenant, StringComparison.Ordinal))
            {
                return false;
            }

            for (var i = 0; i < Parts.Length; i++)
            {
                if (Parts[i].Amount != other.Parts[i].Amount || !string.Equals(Parts[i].ResourceClass, other.Parts[i].ResourceClass, StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Tenant?.Length ?? -1);
            foreach (var part in Parts)
            {
                hash.Add(part.Amount);
            }

            return hash.ToHashCode();
        }
    }
}
