using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NovaZones.Core.Audit;
using NovaZones.Data.Identity;

namespace NovaZones.Data.Audit;

/// <summary>What a save is about to change of people, their roles and the ring of keys, as records.</summary>
/// <remarks>
/// Looked for where rows are saved and not where people are managed: whatever page, command or library manages them, it comes past here.
/// Of secrets (hashes, stamps, keys of second factors) a record tells that they changed and nothing more.
/// </remarks>
internal static class IdentityAudit
{
    private const string Hidden = "changed";

    // A failed sign-in is a record of its own; stamps move with every save.
    private static readonly HashSet<string> Noise =
        [nameof(ZoneUser.AccessFailedCount), nameof(ZoneUser.ConcurrencyStamp), nameof(ZoneUser.NormalizedUserName), nameof(ZoneUser.NormalizedEmail)];

    private static readonly HashSet<string> Secrets = [nameof(ZoneUser.PasswordHash), nameof(ZoneUser.SecurityStamp)];

    /// <summary>Whether a save changes anything of that kind.</summary>
    public static bool IsTouched(ChangeTracker changes) => changes.Entries().Any(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && IsWatched(entry.Entity));

    /// <summary>What the save will change; to be asked before it, inside its transaction.</summary>
    public static async Task<IReadOnlyList<AuditDraft>> DraftsAsync(ZoneDbContext db, CancellationToken cancellationToken)
    {
        var drafts = new List<AuditDraft>();
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && IsWatched(e.Entity)).ToList())
        {
            if (await DraftAsync(db, entry, cancellationToken).ConfigureAwait(false) is { } draft)
            {
                drafts.Add(draft);
            }
        }

        return drafts;
    }

    private static bool IsWatched(object entity) =>
        entity is ZoneUser or IdentityUserRole<Guid> or IdentityUserLogin<Guid> or IdentityUserToken<Guid> or IdentityUserClaim<Guid> or DataProtectionKey;

    private static async Task<AuditDraft?> DraftAsync(ZoneDbContext db, EntityEntry entry, CancellationToken cancellationToken)
    {
        switch (entry.Entity)
        {
            case ZoneUser user:
                return await DraftAsync(entry, user, cancellationToken).ConfigureAwait(false);
            case IdentityUserRole<Guid> role:
                var given = entry.State == EntityState.Added;
                var name = db.Roles.Local.FirstOrDefault(r => r.Id == role.RoleId)?.Name
                    ?? await db.Roles.Where(r => r.Id == role.RoleId).Select(r => r.Name).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
                var words = new { role = name };
                return AuditDraft.Of(
                    given ? AuditActs.RoleGiven : AuditActs.RoleTaken, await SubjectAsync(db, role.UserId, cancellationToken).ConfigureAwait(false), given ? null : words, given ? words : null);
            case IdentityUserToken<Guid> { Name: SecondFactorTokens.LastStep }:
                return null; // moves with every sign-in, which is a record of its own
            case IdentityUserToken<Guid> token:
                return await PartAsync(db, entry, token.UserId, new { part = token.Name, of = token.LoginProvider, value = Hidden }, cancellationToken).ConfigureAwait(false);
            case IdentityUserLogin<Guid> login:
                return await PartAsync(db, entry, login.UserId, new { part = "login", of = login.LoginProvider }, cancellationToken).ConfigureAwait(false);
            case IdentityUserClaim<Guid> claim:
                return await PartAsync(db, entry, claim.UserId, new { part = "claim", type = claim.ClaimType }, cancellationToken).ConfigureAwait(false);
            case DataProtectionKey key:
                return AuditDraft.Of(AuditActs.KeyMade, $"key/{key.FriendlyName}", null, null);
            default:
                return null;
        }
    }

    private static async Task<AuditDraft?> DraftAsync(EntityEntry entry, ZoneUser user, CancellationToken cancellationToken)
    {
        var subject = $"user/{user.UserName}";
        if (entry.State == EntityState.Added)
        {
            return AuditDraft.Of(AuditActs.UserCreated, subject, null, new { userName = user.UserName, email = user.Email });
        }

        if (entry.State == EntityState.Deleted)
        {
            return AuditDraft.Of(AuditActs.UserRemoved, subject, new { userName = user.UserName, email = user.Email }, null);
        }

        // The rows themselves and not what the tracker took for the original: a user may have been attached.
        if (await entry.GetDatabaseValuesAsync(cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        var (before, after) = (new SortedDictionary<string, object?>(StringComparer.Ordinal), new SortedDictionary<string, object?>(StringComparer.Ordinal));
        foreach (var property in stored.Properties.Where(p => !Noise.Contains(p.Name)))
        {
            var (was, becomes) = (stored[property], entry.CurrentValues[property]);
            if (!Equals(was, becomes))
            {
                var name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
                before[name] = Secrets.Contains(property.Name) ? null : was;
                after[name] = Secrets.Contains(property.Name) ? Hidden : becomes;
            }
        }

        return after.Count == 0 ? null : AuditDraft.Of(AuditActs.UserChanged, $"user/{stored.GetValue<string?>(nameof(ZoneUser.UserName))}", before, after);
    }

    private static async Task<AuditDraft> PartAsync(ZoneDbContext db, EntityEntry entry, Guid userId, object part, CancellationToken cancellationToken) => AuditDraft.Of(
        AuditActs.UserChanged,
        await SubjectAsync(db, userId, cancellationToken).ConfigureAwait(false),
        entry.State == EntityState.Added ? null : part,
        entry.State == EntityState.Deleted ? null : part);

    private static async Task<string> SubjectAsync(ZoneDbContext db, Guid userId, CancellationToken cancellationToken) => "user/" + (
        db.Users.Local.FirstOrDefault(u => u.Id == userId)?.UserName
        ?? await db.Users.Where(u => u.Id == userId).Select(u => u.UserName).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
        ?? userId.ToString());
}
