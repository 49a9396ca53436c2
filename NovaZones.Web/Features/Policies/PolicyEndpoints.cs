using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Policies;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Policies;

/// <summary>Policies over HTTP.</summary>
internal static class PolicyEndpoints
{
    private const int MaxVersions = 200;
    private const int MaxCommentLength = 1000;

    /// <summary>Maps <c>/api/v1/policies</c>.</summary>
    public static void MapPolicyEndpoints(this IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/api/v1/policies").WithTags("Policies");
        policies.MapGet("", List).RequireAuthorization(AccessPolicies.Read);
        policies.MapGet("{name}", Get).RequireAuthorization(AccessPolicies.Read);
        policies.MapGet("{name}/versions", ListVersionsAsync).RequireAuthorization(AccessPolicies.Read);
        policies.MapPut("{name}", SaveAsync).RequireAuthorization(AccessPolicies.Operate);
    }

    internal static Ok<PolicyListResponse> List(PolicyBook policies, PolicyReview review) =>
        TypedResults.Ok(new PolicyListResponse([.. policies.All.Select(p => PolicyResponse.From(p, review))], null));

    internal static Results<Ok<PolicyResponse>, ProblemHttpResult> Get(string name, PolicyBook policies, PolicyReview review) =>
        policies.Find(name) is { } policy ? TypedResults.Ok(PolicyResponse.From(policy, review)) : NoSuchPolicy(name);

    internal static async Task<Results<Ok<PolicyListResponse>, ProblemHttpResult>> ListVersionsAsync(
        string name, PolicyBook policies, PolicyReview review, CancellationToken cancellationToken)
    {
        if (policies.Find(name) is null)
        {
            return NoSuchPolicy(name);
        }

        var versions = await policies.ListVersionsAsync(name, MaxVersions, cancellationToken);
        return TypedResults.Ok(new PolicyListResponse([.. versions.Select(v => PolicyResponse.From(v, review))], null));
    }

    internal static async Task<Results<Ok<PolicyResponse>, Created<PolicyResponse>, ProblemHttpResult>> SaveAsync(
        string name, JsonBody<PolicyBody> body, PolicyBook policies, PolicyReview review, ClaimsPrincipal user, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        var faults = Check(name, asked);
        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        // What the body leaves out stays as it is in force; a new policy starts from the default one.
        var basis = policies.Find(name) ?? policies.Find(Policy.DefaultName)!;
        var draft = basis with
        {
            Name = name,
            Driver = asked.NamesDriver ? asked.Driver : basis.Driver,
            Filters = asked.Filters is null ? basis.Filters : [.. asked.Filters],
            Weights = asked.Weights is null ? basis.Weights : basis.Weights.SetItems(asked.Weights),
            Limits = asked.NamesLimits ? asked.Limits ?? PolicyLimits.OfZone : basis.Limits,
            Comment = asked.Comment,
            CreatedBy = user.Caller(),
            CreatedAt = time.GetUtcNow(),
        };
        return await policies.SaveAsync(draft, asked.ExpectedVersion, cancellationToken) switch
        {
            PolicySaveOutcome.Saved(var saved) when saved.Version == 1 => TypedResults.Created($"/api/v1/policies/{name}", PolicyResponse.From(saved, review)),
            PolicySaveOutcome.Saved(var saved) => TypedResults.Ok(PolicyResponse.From(saved, review)),
            PolicySaveOutcome.Invalid(var wrong) => OutcomeResults.Invalid(wrong),
            PolicySaveOutcome.Conflict(var current) => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.PolicyConflict, "Somebody saved the policy in between.", $"Version {current} is in force."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static List<Fault> Check(string name, PolicyBody body)
    {
        var faults = new List<Fault>();
        if (name.Length > 64 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
        {
            faults.Add(new Fault("name", "must be 1 to 64 letters, digits and . _ - only"));
        }

        if (body.Comment is { Length: > MaxCommentLength })
        {
            faults.Add(new Fault("comment", $"must have at most {MaxCommentLength} characters"));
        }

        return faults;
    }

    private static ProblemHttpResult NoSuchPolicy(string name) => OutcomeResults.NotFound($"There is no policy {name}.");
}
