using NovaZones.Core;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Access;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Access;

/// <summary>API tokens over HTTP, for administrators.</summary>
internal static class TokenEndpoints
{
    private const int NameLength = 100;
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
            token.Id, token.Name, token.Scopes, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt))]));
    }

    internal static async Task<Results<Created<CreatedTokenResponse>, ProblemHttpResult>> CreateAsync(
        JsonBody<CreateTokenBody> body, ApiTokenService tokens, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        var faults = Check(asked, time.GetUtcNow());
        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var issued = await tokens.CreateAsync(asked.Name.Trim(), [.. asked.Scopes.Distinct()], asked.ExpiresAt, cancellationToken);
        return TypedResults.Created($"/api/v1/tokens/{issued.Token.Id}", new CreatedTokenResponse(issued.Token.Id, issued.Secret));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, ApiTokenService tokens, CancellationToken cancellationToken) =>
        await tokens.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : OutcomeResults.NotFound($"There is no token {id}.");

    private static List<Fault> Check(CreateTokenBody body, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        if (body.Name.Trim().Length is 0 or > NameLength)
        {
            faults.Add(new Fault("name", $"must have 1 to {NameLength} characters."));
        }

        if (body.Scopes.Count == 0)
        {
            faults.Add(new Fault("scopes", "must name at least one scope."));
        }

        for (var index = 0; index < body.Scopes.Count; index++)
        {
            if (!ApiScopes.All.Contains(body.Scopes[index]))
            {
                faults.Add(new Fault($"scopes[{index}]", $"must be one of {string.Join(", ", ApiScopes.All)}."));
            }
        }

        if (body.ExpiresAt <= now)
        {
            faults.Add(new Fault("expiresAt", "must be in the future."));
        }

        return faults;
    }
}
