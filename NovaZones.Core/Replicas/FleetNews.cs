using NovaZones.Core.Claims;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Replicas;

/// <summary>What other replicas changed, as the ledger takes it over.</summary>
/// <param name="Hosts">Hosts that are new, changed or gone.</param>
/// <param name="Instances">Instances that are new, changed or gone.</param>
/// <param name="Rows">All of them that exist, as they are stored.</param>
/// <param name="Terms">Quotas and leases when they changed, else null.</param>
internal sealed record FleetNews(IReadOnlySet<Guid> Hosts, IReadOnlySet<Guid> Instances, LoadedFleet Rows, TenantTerms? Terms);

/// <summary>Quotas and leases as they are stored.</summary>
internal sealed record TenantTerms(IReadOnlyList<Quota> Quotas, IReadOnlyList<LeaseOut> Granted, IReadOnlyList<LeaseIn> Received);
