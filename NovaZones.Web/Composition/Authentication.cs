using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Data.Identity;
using NovaZones.Web.Features.Access;
using NovaZones.Web.Features.Account;
using NovaZones.Web.Oidc;

namespace NovaZones.Web.Composition;

/// <summary>Who is asking and what they may do: people by cookie, programs by token, one set of policies for both.</summary>
internal static class Authentication
{
    /// <summary>Adds Identity, API tokens, the policies and the key ring.</summary>
    public static IServiceCollection AddZoneAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PlacementAuthOptions>().Bind(configuration.GetSection(PlacementAuthOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddApiTokens();
        services.AddPeople();
        services.AddSchemes();
        services.AddFormProtection();
        services.AddOidc(configuration);
        services.AddPolicies();
        services.AddKeyRing();
        return services;
    }

    private static void AddPeople(this IServiceCollection services)
    {
        services.AddIdentityCore<ZoneUser>(identity =>
            {
                // Length is what makes a password hard to guess; rules about kinds of characters do not.
                identity.Password.RequiredLength = 8;
                identity.Password.RequiredUniqueChars = 4;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.Lockout.AllowedForNewUsers = true;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<ZoneDbContext>()
            .AddUserStore<ProtectedUserStore>()
            .AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddClaimsPrincipalFactory<PersonClaims>()
            .AddSignInManager<ZoneSignInManager>();
        services.AddSingleton<SecondFactor>();
        services.AddScoped<ConsoleSignIn>();
        services.AddScoped<OwnAccount>();
        services.AddSingleton<AccessService>();
        services.AddConsoleSessions();
        services.AddCascadingAuthenticationState();
    }

    private static void AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(ZoneSchemes.Any)
            .AddPolicyScheme(ZoneSchemes.Any, null, scheme => scheme.ForwardDefaultSelector = SelectScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthenticationHandler>(ZoneSchemes.Token, null)
            .AddIdentityCookies();
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<IOptions<ZoneOptions>>((cookie, zone) =>
        {
            // Browsers share cookies between ports: zones on one machine would sign each other's people out under one name.
            cookie.Cookie.Name = $"novazones.{zone.Value.Name}";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/login";
            cookie.LogoutPath = "/logout";
            cookie.AccessDeniedPath = "/access-denied";
            cookie.ReturnUrlParameter = "returnUrl";
        });
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme).Configure<IOptions<ZoneOptions>>((cookie, zone) =>
        {
            // Between password and code: tells whose code is awaited, and opens nothing.
            cookie.Cookie.Name = $"novazones.{zone.Value.Name}.code";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        });
    }

    /// <summary>The cookie that forms are held against; by itself it would also go over a connection without TLS.</summary>
    private static void AddFormProtection(this IServiceCollection services) =>
        services.Configure<AntiforgeryOptions>(forms => forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);

    private static void AddPolicies(this IServiceCollection services)
    {
        var read = new AccessRequirement(ApiScopes.Read, Roles.Viewer);
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Read, policy => policy.AddRequirements(read))
            .AddPolicy(AccessPolicies.PlacementsWrite, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.PlacementsWrite, Roles.Operator)))
            .AddPolicy(AccessPolicies.HostsReport, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.HostsReport, Roles.Operator)))
            .AddPolicy(AccessPolicies.ZoneParent, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.ZoneParent, Roles.Administrator)))
            .AddPolicy(AccessPolicies.ReadOrParent, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.Read, Roles.Viewer, ApiScopes.ZoneParent)))
            .AddPolicy(AccessPolicies.ReadOrReport, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.Read, Roles.Viewer, ApiScopes.HostsReport)))
            .AddPolicy(AccessPolicies.Operate, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.Admin, Roles.Operator)))
            .AddPolicy(AccessPolicies.Admin, policy => policy.AddRequirements(new AccessRequirement(ApiScopes.Admin, Roles.Administrator)))
            .AddPolicy(AccessPolicies.Person, policy => policy.RequireAuthenticatedUser().RequireClaim(ClaimTypes.NameIdentifier))
            // An endpoint that says nothing is not open: whoever forgets a policy gets this one.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(read).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
    }

    private static void AddKeyRing(this IServiceCollection services)
    {
        // One pass with the processor's own instructions instead of a cipher and a hash: a plan is sealed at every level of every request.
        services.AddDataProtection().PersistKeysToDbContext<ZoneDbContext>()
            .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<DataProtectionOptions>().Configure<IOptions<ZoneOptions>>((ring, zone) =>
            ring.ApplicationDiscriminator = $"NovaZones:{zone.Value.Name}");
    }

    private static string SelectScheme(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            return ZoneSchemes.Token;
        }

        // A person's cookie opens the API too (the page that reads the API, for one); without one the token handler decides,
        // which is where noauth lives.
        var cookieName = context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme).Cookie.Name;
        return context.Request.Path.StartsWithSegments("/api") && cookieName is not null && !context.Request.Cookies.ContainsKey(cookieName)
            ? ZoneSchemes.Token
            : IdentityConstants.ApplicationScheme;
    }
}
