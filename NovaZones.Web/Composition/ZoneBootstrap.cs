using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Core.Zones;
using NovaZones.Data.Identity;

namespace NovaZones.Web.Composition;

/// <summary>Gives a new zone its roles, its first administrator and its first token. Harmless at every later start.</summary>
internal static class ZoneBootstrap
{
    /// <summary>Makes what is missing, and prints once on the console what was generated.</summary>
    /// <param name="services">The zone's services; its database must be up to date.</param>
    /// <param name="cancellationToken">Gives up between steps.</param>
    /// <exception cref="ZoneStartException">The configured administrator is not acceptable.</exception>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var auth = scope.ServiceProvider.GetRequiredService<IOptions<AuthOptions>>().Value;
        await EnsureRolesAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>());
        await EnsureAdministratorAsync(scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>(), auth.Admin, cancellationToken);
        await EnsureTokenAsync(scope.ServiceProvider.GetRequiredService<ApiTokenService>(), auth.BootstrapToken, cancellationToken);
    }

    private static async Task EnsureRolesAsync(RoleManager<IdentityRole<Guid>> roles)
    {
        foreach (var name in Roles.All)
        {
            if (!await roles.RoleExistsAsync(name))
            {
                await roles.CreateAsync(new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7() });
            }
        }
    }

    private static async Task EnsureAdministratorAsync(
        UserManager<ZoneUser> people, FirstAdministratorOptions configured, CancellationToken cancellationToken)
    {
        if (await people.Users.AnyAsync(cancellationToken))
        {
            return;
        }

        var generated = string.IsNullOrEmpty(configured.Password) ? GeneratedSecret.New(15) : null;
        var user = new ZoneUser { UserName = configured.UserName };
        var created = await people.CreateAsync(user, generated ?? configured.Password ?? "");
        if (!created.Succeeded)
        {
            var reasons = string.Join(' ', created.Errors.Select(error => error.Description));
            throw new ZoneStartException($"The first administrator cannot be made from Auth:Admin:UserName and Auth:Admin:Password: {reasons}");
        }

        await people.AddToRoleAsync(user, Roles.Administrator);
        if (generated is not null)
        {
            await Console.Out.WriteLineAsync($"First administrator, shown once: user name {configured.UserName}, password {generated}");
        }
    }

    private static async Task EnsureTokenAsync(ApiTokenService tokens, string? configured, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            await tokens.AddKnownAsync("bootstrap", configured, [ApiScopes.Admin], cancellationToken);
        }
        else if (!await tokens.AnyAsync(cancellationToken))
        {
            var issued = await tokens.CreateAsync("bootstrap", [ApiScopes.Admin], null, cancellationToken);
            await Console.Out.WriteLineAsync($"First API token, shown once: {issued.Secret}");
        }
    }
}
