using System.Security.Claims;
using NovaZones.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Access;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Access;

/// <summary>API tokens over HTTP, for administrators.</summary>
internal static class TokenEndpoints
{
    private const int MaxListed = 500;

    /// <summary>Maps <c>/api/v1/tokens</c>.</summary>
    public static void MapTokenEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/tokens").WithTags("Tokens").RequireAuthorization(AccessPolicies.Admin);
        group.MapGet("", ListAsync);
        group.MapPost("", CreateAsync);
        group.MapDelete("{id:guid}", RevokeAsync);
    }

    internal static async Task<Results<Ok<TokenListResponse>, ProblemHttpResult>> ListAsync(
        ApiTokenService tokens, CancellationToken cancellationToken, string? limit = null)
    {
        var take = 100;
        if (limit is not null && (!int.TryParse(limit, out take) || take is < 1 or > MaxListed))
        {
            return OutcomeResults.Invalid([new Fault("limit", $"must be a whole number from 1 to {MaxListed}.")]);
        }

        var items = await tokens.ListAsync(take, cancellationToken);
        return TypedResults.Ok(new TokenListResponse([.. items.Select(token => new TokenResponse(
            token.Id, token.Name, token.Scopes, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt, token.Host))]));
    }

    internal static async Task<Results<Created<CreatedTokenResponse>, ProblemHttpResult>> CreateAsync(
        JsonBody<CreateTokenBody> body, AccessService access, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        var faults = TokenRules.Check(asked.Name, asked.Scopes, asked.ExpiresAt, asked.Host, time.GetUtcNow());
        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var issued = await access.CreateTokenAsync(asked.Name, asked.Scopes, asked.ExpiresAt, asked.Host, user.Caller(), cancellationToken);
        return TypedResults.Created($"/api/v1/tokens/{issued.Token.Id}", new CreatedTokenResponse(issued.Token.Id, issued.Secret));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, AccessService access, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await access.RevokeTokenAsync(id, user.Caller(), cancellationToken) ? TypedResults.NoContent() : OutcomeResults.NotFound($"There is no token {id}.");
}
