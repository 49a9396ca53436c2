using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NovaZones.Core.Zones;
using NovaZones.Web.Audit;
using NovaZones.Web.Components;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;

namespace NovaZones.Web.Oidc;

/// <summary>Registers signing in by an OpenID Connect provider: authorization code with PKCE, and nothing while it is off.</summary>
internal static class OidcServiceCollectionExtensions
{
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds the scheme where an authority is configured.</summary>
    public static void AddOidc(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OidcOptions>().Bind(configuration.GetSection(OidcOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddScoped<OidcSignIn>();
        if (string.IsNullOrEmpty(configuration[$"{OidcOptions.SectionName}:{nameof(OidcOptions.Authority)}"]))
        {
            return;
        }

        services.AddAuthentication().AddOpenIdConnect(ZoneSchemes.Oidc, static _ => { }); // set below, from the validated options
        services.AddOptions<OpenIdConnectOptions>(ZoneSchemes.Oidc).Configure<IOptions<OidcOptions>, IOptions<ZoneOptions>>((scheme, oidc, zone) => Set(scheme, oidc.Value, zone.Value));
    }

    private static void Set(OpenIdConnectOptions scheme, OidcOptions oidc, ZoneOptions zone)
    {
        scheme.Authority = oidc.Authority;
        scheme.ClientId = oidc.ClientId;
        scheme.ClientSecret = oidc.ClientSecret;
        scheme.RequireHttpsMetadata = oidc.Authority?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        scheme.BackchannelTimeout = ProviderTimeout;
        scheme.DisableTelemetry = true;

        // The answer comes as an address, so that its cookies need not be sent along with forms of other sites.
        scheme.ResponseType = OpenIdConnectResponseType.Code;
        scheme.ResponseMode = OpenIdConnectResponseMode.Query;
        scheme.UsePkce = true;
        scheme.SaveTokens = false;
        scheme.GetClaimsFromUserInfoEndpoint = false;
        scheme.MapInboundClaims = false;
        scheme.ClaimActions.Remove("iss"); // with the subject it is who somebody is
        scheme.SignInScheme = IdentityConstants.ExternalScheme;
        scheme.Scope.Clear();
        foreach (var asked in oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            scheme.Scope.Add(asked);
        }

        scheme.CallbackPath = "/login/oidc/callback";
        scheme.SignedOutCallbackPath = "/login/oidc/left";
        scheme.RemoteSignOutPath = default;
        foreach (var (cookie, name) in new[] { (scheme.CorrelationCookie, "correlation"), (scheme.NonceCookie, "nonce") })
        {
            cookie.Name = $"novazones.{zone.Name}.oidc.{name}.";
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        scheme.Events = new OpenIdConnectEvents { OnTicketReceived = ReceiveAsync, OnRemoteFailure = FailAsync, OnRedirectToIdentityProviderForSignOut = LeaveAsync };
    }

    private static async Task ReceiveAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        RequestActor.Enter(context.HttpContext); // the rest of the request, where who acts is said, is not reached
        var outcome = await context.HttpContext.RequestServices.GetRequiredService<OidcSignIn>().SignInAsync(context.Principal!);
        var to = LocalUrl.OrHome(context.ReturnUri);
        context.Response.Redirect(outcome switch
        {
            OidcOutcome.SignedIn => to,
            OidcOutcome.FactorMissing => ConsoleRoutes.Account,
            OidcOutcome.CodeNeeded => $"/login/code?returnUrl={Uri.EscapeDataString(to)}",
            _ => OidcEndpoints.Refusal(outcome),
        });
    }

    private static async Task FailAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        RequestActor.Enter(context.HttpContext);
        var services = context.HttpContext.RequestServices;
        if (await services.GetRequiredService<SignInRecords>().RefusedAsync(null, "oidc"))
        {
            // Anybody can send an answer that nobody asked for: the log is no longer than the records.
            services.GetRequiredService<ILogger<OidcSignIn>>().LogOidcFailure(context.Failure?.Message ?? "unknown");
        }

        context.Response.Redirect(OidcEndpoints.Refusal(OidcOutcome.Failed));
    }

    /// <summary>Not every provider offers to be left.</summary>
    private static Task LeaveAsync(RedirectContext context)
    {
        if (string.IsNullOrEmpty(context.ProtocolMessage.IssuerAddress))
        {
            context.HandleResponse();
            context.Response.Redirect("/login");
        }

        context.ProtocolMessage.ClientId = context.Options.ClientId; // no token is kept that could say it
        return Task.CompletedTask;
    }
}
