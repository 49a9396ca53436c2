using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Web.Federation;

namespace NovaZones.Web.Composition;

/// <summary>Signs a request in by <c>Authorization: Bearer</c>, or as nobody in particular under <c>Placement:Auth=noauth</c>.</summary>
internal sealed class ApiTokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiTokenService tokens,
    ParentCertificates parents,
    IOptions<PlacementAuthOptions> placementAuth) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>How the header begins.</summary>
    public const string BearerPrefix = "Bearer ";

    private static readonly string[] _scopesWithoutToken = [ApiScopes.Read, ApiScopes.PlacementsWrite, ApiScopes.HostsReport];

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string? header = Request.Headers.Authorization;
        if (header is null)
        {
            return placementAuth.Value.Auth == PlacementAuthOptions.NoAuth && Request.Path.StartsWithSegments("/api")
                ? Success("anonymous", null, null, _scopesWithoutToken)
                : AuthenticateResult.NoResult();
        }

        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var token = await tokens.VerifyAsync(header[BearerPrefix.Length..].Trim(), Context.RequestAborted);
        return token is null
            ? AuthenticateResult.Fail("The token is unknown, revoked or expired.")
            : Success(token.Name, token.Id, token.Host, token.Scopes, token.Scopes.Any(ApiScopes.IsOfParents) ? parents.FaultOf(Context) : null);
    }

    private AuthenticateResult Success(string name, Guid? tokenId, string? host, IEnumerable<string> scopes, string? certificateFault = null)
    {
        var identity = new ClaimsIdentity(Scheme.Name);
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaims(scopes.Select(scope => new Claim(ZoneClaims.Scope, scope)));
        if (certificateFault is not null)
        {
            identity.AddClaim(new Claim(ZoneClaims.ParentCertificateFault, certificateFault));
        }

        if (tokenId is { } id)
        {
            identity.AddClaim(new Claim(ZoneClaims.TokenId, id.ToString()));
        }

        if (host is not null)
        {
            identity.AddClaim(new Claim(ZoneClaims.Host, host));
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
