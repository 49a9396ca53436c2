using Microsoft.EntityFrameworkCore;
using NovaZones.Core.Access;
using NovaZones.Core.Audit;
using NovaZones.Core.Replicas;
using NovaZones.Data.Audit;
using NovaZones.Data.Replicas;

namespace NovaZones.Data.Identity;

/// <summary>Keeps API tokens in the zone's database.</summary>
internal sealed class EfApiTokenStore(IDbContextFactory<ZoneDbContext> contexts, ReplicaJournal? journal = null) : IApiTokenStore
{
    public async Task<bool> TryAddAsync(ApiToken token, byte[] secretHash, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            db.Add(new ApiTokenEntity
            {
                Id = token.Id,
                Name = token.Name,
                SecretHash = secretHash,
                Scopes = string.Join(' ', token.Scopes),
                CreatedAt = token.CreatedAt,
                ExpiresAt = token.ExpiresAt,
                LastUsedAt = token.LastUsedAt,
                RevokedAt = token.RevokedAt,
                Host = token.Host,
            });
            try
            {
                await db.InTransactionAsync(
                    async end =>
                    {
                        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, end).ConfigureAwait(false);
                        await AuditWriter.AppendAsync(db, AuditDraft.Of(AuditActs.TokenCreated, Subject(token), null, Told(token)), end).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateException)
            {
                // The unique index on the hash: a twin in the table explains it, anything else is a fault.
                if (await FindAsync(secretHash, cancellationToken).ConfigureAwait(false) is null)
                {
                    throw;
                }

                return false;
            }
        }
    }

    public async Task<ApiToken?> FindAsync(byte[] secretHash, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entity = await db.Set<ApiTokenEntity>().AsNoTracking()
                .SingleOrDefaultAsync(token => token.SecretHash == secretHash, cancellationToken)
                .ConfigureAwait(false);
            return entity?.ToToken();
        }
    }

    public async Task<ApiToken?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var entity = await db.Set<ApiTokenEntity>().AsNoTracking().SingleOrDefaultAsync(token => token.Id == id, cancellationToken).ConfigureAwait(false);
            return entity?.ToToken();
        }
    }

    public async Task<IReadOnlyList<ApiToken>> ListAsync(ApiTokenFilter filter, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var tokens = db.Set<ApiTokenEntity>().AsNoTracking();
            if (!string.IsNullOrWhiteSpace(filter.Text))
            {
                var pattern = LikePattern.Holding(filter.Text.Trim());
                tokens = tokens.Where(token => EF.Functions.Like(token.Name, pattern, LikePattern.Escape));
            }

            if (filter.UsableAt is { } now)
            {
                tokens = tokens.Where(token => token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now));
            }

            var entities = await tokens
                .OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.Id)
                .Take(filter.Limit)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return entities.ConvertAll(entity => entity.ToToken());
        }
    }

    public async Task<bool> RevokeAsync(Guid id, DateTimeOffset revokedAt, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var known = false;
            await journal.WriteAuditedAsync(
                db,
                FeedKind.Tokens,
                async end =>
                {
                    var before = await db.Set<ApiTokenEntity>().AsNoTracking().SingleOrDefaultAsync(token => token.Id == id, end).ConfigureAwait(false);
                    known = before is not null;
                    var changed = await db.Set<ApiTokenEntity>()
                        .Where(token => token.Id == id && token.RevokedAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, revokedAt), end)
                        .ConfigureAwait(false);
                    return before?.ToToken() is { } was && changed > 0 ? AuditDraft.Of(AuditActs.TokenRevoked, Subject(was), Told(was), null) : null;
                },
                cancellationToken).ConfigureAwait(false);
            return known;
        }
    }

    public async Task TouchAsync(Guid id, DateTimeOffset usedAt, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            await db.Set<ApiTokenEntity>()
                .Where(token => token.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, usedAt), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db.Set<ApiTokenEntity>().AnyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Subject(ApiToken token) => $"token/{token.Id}";

    private static object Told(ApiToken token) => new { token.Name, token.Scopes, token.ExpiresAt, token.Host };
}
