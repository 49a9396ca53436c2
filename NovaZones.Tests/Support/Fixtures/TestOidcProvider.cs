using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>An OpenID Connect provider as small as the standard lets it be: discovery, keys, authorization code with PKCE, tokens signed with a real RSA key.</summary>
/// <remarks>Whoever comes is signed in as <see cref="Person"/> at once; what it tells may be made wrong, as an attacker in between would.</remarks>
internal sealed class TestOidcProvider : IAsyncDisposable
{
    public const string ClientId = "zone";
    public const string ClientSecret = "secret of the zone at its provider";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string RedirectUri)> _codes = new();

    private TestOidcProvider(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = default!;

    /// <summary>Who signs in.</summary>
    public (string Subject, string Name, string[] Roles) Person { get; set; } = ("1", "olga", ["ops"]);

    /// <summary>What is wrong with the token: <c>nonce</c>, <c>issuer</c>, <c>audience</c>, <c>signature</c>, <c>expired</c>; null when nothing is.</summary>
    public string? Wrong { get; set; }

    public static async Task<TestOidcProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new TestOidcProvider(app);
        provider.Map();
        await app.StartAsync();
        provider.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return provider;
    }

    /// <summary>Settings of a zone whose people sign in here.</summary>
    public string[] Settings() =>
    [
        $"Auth:Oidc:Authority={Url}", $"Auth:Oidc:ClientId={ClientId}", $"Auth:Oidc:ClientSecret={ClientSecret}", "Auth:Oidc:DisplayName=Example", "Auth:Oidc:RoleClaim=groups",
        "Auth:Oidc:Roles:Viewer=readers", "Auth:Oidc:Roles:Operator=ops, on-call", "Auth:Oidc:Roles:Administrator=root",
    ];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private void Map()
    {
        var issuer = () => Url.ToString().TrimEnd('/');
        _app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = issuer(),
            ["authorization_endpoint"] = $"{issuer()}/authorize",
            ["token_endpoint"] = $"{issuer()}/token",
            ["jwks_uri"] = $"{issuer()}/keys",
            ["end_session_endpoint"] = $"{issuer()}/leave",
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        _app.MapGet("/keys", () =>
        {
            var parameters = _key.ExportParameters(includePrivateParameters: false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } };
        });
        _app.MapGet("/authorize", (string client_id, string response_type, string redirect_uri, string scope, string state, string nonce, string code_challenge, string code_challenge_method) =>
        {
            if (client_id != ClientId || response_type != "code" || code_challenge_method != "S256" || !scope.Split(' ').Contains("openid"))
            {
                return Results.BadRequest();
            }

            var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
            _codes[code] = (code_challenge, nonce, redirect_uri);
            return Results.Redirect($"{redirect_uri}?code={code}&state={Uri.EscapeDataString(state)}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var verifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            return form["client_id"] == ClientId && form["client_secret"] == ClientSecret && form["grant_type"] == "authorization_code"
                && _codes.TryRemove(form["code"].ToString(), out var asked) && asked.Challenge == verifier && asked.RedirectUri == form["redirect_uri"]
                    ? Results.Json(new { access_token = "none", token_type = "Bearer", expires_in = 60, id_token = Sign(issuer(), asked.Nonce) })
                    : Results.Json(new { error = "invalid_grant" }, statusCode: (int)HttpStatusCode.BadRequest);
        });
        _app.MapGet("/leave", (string client_id, string post_logout_redirect_uri, string? state) => client_id == ClientId ? Results.Redirect($"{post_logout_redirect_uri}?state={state}") : Results.BadRequest());
    }

    private string Sign(string issuer, string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(Wrong == "expired" ? -2 : 0);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Wrong == "issuer" ? "https://other.example" : issuer,
            Audience = Wrong == "audience" ? "another" : ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(Wrong == "signature" ? _otherKey : _key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Person.Subject,
                ["nonce"] = Wrong == "nonce" ? nonce + "x" : nonce,
                ["preferred_username"] = Person.Name,
                ["groups"] = Person.Roles,
            },
        });
    }
}
