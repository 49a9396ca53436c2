using System.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NovaZones.Core;
using NovaZones.Core.Access;
using NovaZones.Data;
using NovaZones.Data.Identity;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Access;

/// <summary>The one way in which people and tokens are changed while the zone runs. Safe for many threads.</summary>
/// <remarks>
/// Each change of people is one serializable transaction at whose end somebody unlocked must still be an administrator: two administrators
/// that take each other's role at the same moment cannot both succeed, whichever replicas they reach.
/// </remarks>
public sealed partial class AccessService(IServiceScopeFactory scopes, ApiTokenService tokens, SessionEnds ends, TimeProvider time, ILogger<AccessService> logger)
{
    private const int PasswordBytes = 15;

    /// <summary>Lists people by name.</summary>
    /// <param name="search">A part of the name; null or empty for all.</param>
    /// <param name="limit">The most to answer, 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Person>> ListAsync(string? search, int limit, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ZoneDbContext>();
        var people = db.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var part = search.Trim().ToUpperInvariant();
            people = people.Where(person => person.NormalizedUserName!.Contains(part));
        }

        var found = await people.OrderBy(person => person.NormalizedUserName).Take(limit).ToListAsync(cancellationToken);
        var ids = found.ConvertAll(person => person.Id);
        var roles = await db.UserRoles.Where(held => ids.Contains(held.UserId))
            .Join(db.Roles, held => held.RoleId, role => role.Id, (held, role) => new { held.UserId, role.Name })
            .ToListAsync(cancellationToken);
        var byPerson = roles.ToLookup(role => role.UserId, role => role.Name!);
        return found.ConvertAll(person => ToPerson(person, byPerson[person.Id]));
    }

    /// <summary>The person who signs in with a name, or null.</summary>
    public async Task<Person?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        return await people.FindByNameAsync(name) is { } user ? ToPerson(user, await people.GetRolesAsync(user)) : null;
    }

    /// <summary>Adds a person with a password that is made here and shown once.</summary>
    /// <param name="name">The name to sign in with.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    public async Task<AccessOutcome> AddAsync(string? name, string role, string actor, CancellationToken cancellationToken)
    {
        if (!Roles.All.Contains(role))
        {
            return new AccessOutcome.Invalid([new Fault("role", $"must be one of {string.Join(", ", Roles.All)}.")]);
        }

        var password = GeneratedSecret.New(PasswordBytes);
        var user = new ZoneUser { UserName = name?.Trim() ?? "" };
        var outcome = await InTransactionAsync(
            async (people, _) =>
            {
                var created = await people.CreateAsync(user, password);
                if (created.Succeeded)
                {
                    created = await people.AddToRoleAsync(user, role);
                }

                return created.Succeeded ? new AccessOutcome.Done(ToPerson(user, [role]), password) : Refusal(created);
            },
            cancellationToken);
        return Told(outcome, AccessAct.PersonAdded, actor, role);
    }

    /// <summary>Gives a person another role in place of the one they have. Their sessions end: they sign in again with it.</summary>
    public async Task<AccessOutcome> SetRoleAsync(Guid id, string role, string actor, CancellationToken cancellationToken)
    {
        if (!Roles.All.Contains(role))
        {
            return new AccessOutcome.Invalid([new Fault("role", $"must be one of {string.Join(", ", Roles.All)}.")]);
        }

        var outcome = await ChangeAsync(
            id,
            async (people, user) =>
            {
                var result = await people.RemoveFromRolesAsync(user, await people.GetRolesAsync(user));
                return result.Succeeded ? await people.AddToRoleAsync(user, role) : result;
            },
            cancellationToken);
        return Told(outcome, AccessAct.RoleChanged, actor, role);
    }

    /// <summary>Keeps a person out until unlocked, and ends their sessions.</summary>
    public async Task<AccessOutcome> LockAsync(Guid id, string actor, CancellationToken cancellationToken) =>
        Told(await ChangeAsync(id, (people, user) => people.SetLockoutEndDateAsync(user, DateTimeOffset.MaxValue), cancellationToken), AccessAct.PersonLocked, actor);

    /// <summary>Lets a person sign in again, also one that wrong passwords locked for a while.</summary>
    public async Task<AccessOutcome> UnlockAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var outcome = await ChangeAsync(
            id,
            async (people, user) =>
            {
                var result = await people.SetLockoutEndDateAsync(user, null);
                return result.Succeeded ? await people.ResetAccessFailedCountAsync(user) : result;
            },
            cancellationToken);
        return Told(outcome, AccessAct.PersonUnlocked, actor);
    }

    /// <summary>Gives a person a new password that is made here and shown once, and ends their sessions.</summary>
    public async Task<AccessOutcome> ResetPasswordAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var password = GeneratedSecret.New(PasswordBytes);
        var outcome = await ChangeAsync(
            id,
            async (people, user) =>
            {
                var result = await people.RemovePasswordAsync(user);
                return result.Succeeded ? await people.AddPasswordAsync(user, password) : result;
            },
            cancellationToken);
        return Told(outcome is AccessOutcome.Done done ? done with { Password = password } : outcome, AccessAct.PasswordReset, actor);
    }

    /// <summary>Takes a person's second factor off, so that the password alone is asked for, and ends their sessions.</summary>
    public async Task<AccessOutcome> ResetSecondFactorAsync(Guid id, string actor, CancellationToken cancellationToken) =>
        Told(await ChangeAsync(id, SecondFactor.RemoveAsync, cancellationToken), AccessAct.SecondFactorReset, actor);

    /// <summary>Ends every session of a person.</summary>
    public async Task<AccessOutcome> SignOutEverywhereAsync(Guid id, string actor, CancellationToken cancellationToken) =>
        Told(await ChangeAsync(id, (_, _) => Task.FromResult(IdentityResult.Success), cancellationToken), AccessAct.SignedOutEverywhere, actor);

    /// <summary>Removes a person, and with that their sessions.</summary>
    public async Task<AccessOutcome> RemoveAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var outcome = await InTransactionAsync(
            async (people, _) =>
            {
                if (await people.FindByIdAsync(id.ToString()) is not { } user)
                {
                    return new AccessOutcome.NotFound();
                }

                var result = await people.DeleteAsync(user);
                return result.Succeeded ? new AccessOutcome.Done(ToPerson(user, [])) : Refusal(result);
            },
            cancellationToken);
        return Told(outcome, AccessAct.PersonRemoved, actor);
    }

    /// <summary>Makes a token; what is asked must have passed <see cref="TokenRules"/>.</summary>
    public async Task<IssuedToken> CreateTokenAsync(string name, IReadOnlyList<string> granted, DateTimeOffset? expiresAt, string? host, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var issued = await tokens.CreateAsync(name.Trim(), [.. granted.Distinct()], expiresAt, host, cancellationToken);
        Note(AccessAct.TokenCreated, actor, issued.Token.Name, string.Join(' ', issued.Token.Scopes));
        return issued;
    }

    /// <summary>Revokes a token.</summary>
    /// <returns>False when there is no such token.</returns>
    public async Task<bool> RevokeTokenAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        var known = await tokens.RevokeAsync(id, cancellationToken);
        if (known)
        {
            Note(AccessAct.TokenRevoked, actor, id.ToString(), "");
        }

        return known;
    }

    /// <summary>A change of one person; its sessions end with it, since a new stamp makes the old cookies worthless.</summary>
    private Task<AccessOutcome> ChangeAsync(Guid id, Func<UserManager<ZoneUser>, ZoneUser, Task<IdentityResult>> change, CancellationToken cancellationToken) =>
        InTransactionAsync(
            async (people, _) =>
            {
                if (await people.FindByIdAsync(id.ToString()) is not { } user)
                {
                    return new AccessOutcome.NotFound();
                }

                var result = await change(people, user);
                if (result.Succeeded)
                {
                    result = await people.UpdateSecurityStampAsync(user);
                }

                return result.Succeeded ? new AccessOutcome.Done(ToPerson(user, await people.GetRolesAsync(user))) : Refusal(result);
            },
            cancellationToken);

    private async Task<AccessOutcome> InTransactionAsync(Func<UserManager<ZoneUser>, ZoneDbContext, Task<AccessOutcome>> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ZoneDbContext>();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear(); // what an attempt before this one left
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            var outcome = await change(people, db);
            if (outcome is AccessOutcome.Done && !await IsAdministeredAsync(db))
            {
                outcome = new AccessOutcome.LastAdministrator();
            }

            if (outcome is AccessOutcome.Done done)
            {
                await transaction.CommitAsync(CancellationToken.None);
                ends.EndAllOf(done.Person.Id);
            }

            return outcome;
        });
    }

    // Somebody whom wrong passwords keep out for some minutes still counts: else guessing could hold up the administrators' work.
    private async Task<bool> IsAdministeredAsync(ZoneDbContext db)
    {
        var lockedPast = time.GetUtcNow().AddYears(1);
        var administrator = Roles.Administrator.ToUpperInvariant();
        return await db.UserRoles
            .Join(db.Roles.Where(role => role.NormalizedName == administrator), held => held.RoleId, role => role.Id, (held, _) => held.UserId)
            .Join(db.Users.Where(user => user.LockoutEnd == null || user.LockoutEnd < lockedPast), id => id, user => user.Id, (id, _) => id)
            .AnyAsync();
    }

    private static Person ToPerson(ZoneUser user, IEnumerable<string> roles) =>
        new(user.Id, user.UserName ?? "", Roles.All.Intersect(roles).LastOrDefault(), user.LockoutEnd, user.TwoFactorEnabled, user.PasswordHash is not null);

    private static AccessOutcome.Invalid Refusal(IdentityResult result) =>
        new([.. result.Errors.Select(error => new Fault(error.Code.Contains("UserName", StringComparison.Ordinal) ? "name" : "", error.Description))]);

    private AccessOutcome Told(AccessOutcome outcome, AccessAct act, string actor, string detail = "")
    {
        if (outcome is AccessOutcome.Done done)
        {
            Note(act, actor, done.Person.Name, detail);
        }

        return outcome;
    }

    /// <summary>Every change that was made passes here, once, after it is durable.</summary>
    private void Note(AccessAct act, string actor, string subject, string detail) => LogChange(actor, act, subject, detail);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "{Actor}: {Act} {Subject} {Detail}")]
    private partial void LogChange(string actor, AccessAct act, string subject, string detail);
}
