using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Audit;
using NovaZones.Core.Claims;
using NovaZones.Core.Policies;
using NovaZones.Core.Replicas;
using NovaZones.Data.Audit;
using NovaZones.Data.Claims;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Policies;

/// <summary>Keeps policies and all their versions in the zone's database.</summary>
internal sealed class EfPolicyStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaJournal? journal = null) : IPolicyStore
{
    public async Task<IReadOnlyList<Policy>> ListAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var newest =
                from policy in db.Set<PolicyEntity>()
                join version in db.Set<PolicyVersionEntity>()
                    on new { PolicyName = policy.Name, Version = policy.CurrentVersion } equals new { version.PolicyName, version.Version }
                orderby policy.Name
                select version;
            var entities = await newest.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
            return entities.ConvertAll(entity => entity.ToPolicy());
        }
    }

    public async Task<IReadOnlyList<Policy>> ListVersionsAsync(string name, int limit, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entities = await db.Set<PolicyVersionEntity>().AsNoTracking()
                .Where(version => version.PolicyName == name)
                .OrderByDescending(version => version.Version)
                .Take(limit)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return entities.ConvertAll(entity => entity.ToPolicy());
        }
    }

    public async Task<bool> TryAddAsync(Policy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var head = await db.Set<PolicyEntity>().SingleOrDefaultAsync(p => p.Name == policy.Name, cancellationToken).ConfigureAwait(false);
            if (head is null)
            {
                db.Add(new PolicyEntity { Name = policy.Name, CurrentVersion = policy.Version });
            }
            else
            {
                head.CurrentVersion = Math.Max(head.CurrentVersion, policy.Version);
            }

            db.Add(PolicyVersionEntity.From(policy));
            try
            {
                await journal.WriteAuditedAsync(db, FeedKind.Policies, token => SaveAsync(db, policy, token), cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateException lost) when (lost is DbUpdateConcurrencyException || SqlFaults.Of(lost) is SqlFault.Duplicate or SqlFault.Constraint)
            {
                // Somebody saved this version first, moved the head on, or removed it with all its versions: nothing was written.
                return false;
            }
        }
    }

    public async Task<int> CountPendingAsync(string name, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            // The first condition is the one of the small index that leaves the placed ones out.
            return await db.Set<ReservationEntity>()
                .Where(r => r.State != ReservationState.Placed)
                .CountAsync(r => r.Policy == name && (r.State == ReservationState.Pending || r.State == ReservationState.Claiming || r.State == ReservationState.Waiting), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> TryRemoveAsync(string name, int version, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var isRemoved = false;
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Policies,
                async token =>
                {
                    var before = await db.Set<PolicyVersionEntity>().AsNoTracking().SingleOrDefaultAsync(v => v.PolicyName == name && v.Version == version, token).ConfigureAwait(false);

                    // The versions go with it (foreign key).
                    isRemoved = await db.Set<PolicyEntity>().Where(policy => policy.Name == name && policy.CurrentVersion == version).ExecuteDeleteAsync(token).ConfigureAwait(false) > 0;
                    return isRemoved && before is not null ? AuditDraft.Of(AuditActs.PolicyRemoved, $"policy/{name}", Told(before.ToPolicy()), null) : null;
                },
                cancellationToken).ConfigureAwait(false);
            return isRemoved;
        }
    }

    private static async Task<AuditDraft?> SaveAsync(ZoneDbContext db, Policy policy, CancellationToken cancellationToken)
    {
        var before = await db.Set<PolicyVersionEntity>().AsNoTracking()
            .Where(version => version.PolicyName == policy.Name)
            .OrderByDescending(version => version.Version)
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken).ConfigureAwait(false);
        return AuditDraft.Of(AuditActs.PolicySaved, $"policy/{policy.Name}", before is null ? null : Told(before.ToPolicy()), Told(policy));
    }

    private static object Told(Policy p) => new { p.Version, p.Driver, p.Weights, p.Limits, p.Filters, p.Comment };
}
