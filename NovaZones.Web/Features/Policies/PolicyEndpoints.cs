using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core;
using NovaZones.Core.Policies;
using NovaZones.Core.Policies.Preview;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.Policies;

/// <summary>Policies over HTTP.</summary>
internal static class PolicyEndpoints
{
    private const int MaxVersions = 10_000;
    private const int MaxCommentLength = 1000;

    /// <summary>Maps <c>/api/v1/policies</c>.</summary>
    public static void MapPolicyEndpoints(this IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/api/v1/policies").WithTags("Policies");
        policies.MapGet("", List).WithParameters("limit", "cursor", "q").RequireAuthorization(AccessPolicies.Read);
        policies.MapGet("{name}", Get).RequireAuthorization(AccessPolicies.Read);
        policies.MapGet("{name}/versions", ListVersionsAsync).WithParameters("limit", "cursor", "q").RequireAuthorization(AccessPolicies.Read);
        policies.MapPost("{name}/preview", PreviewAsync).RequireAuthorization(AccessPolicies.Operate);
        policies.MapDelete("{name}", RemoveAsync).RequireAuthorization(AccessPolicies.Operate);
        policies.MapPut("{name}", SaveAsync).RequireAuthorization(AccessPolicies.Operate);
    }

    internal static Results<Ok<PolicyListResponse>, ProblemHttpResult> List(
        PolicyBook policies, PolicyReview review, string? limit = null, string? cursor = null, string? q = null)
    {
        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        var found = policies.All
            .Where(p => q is null || p.Name.Contains(q, StringComparison.OrdinalIgnoreCase))
            .Where(p => cursor is null || string.CompareOrdinal(p.Name, cursor) > 0)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Take(take + 1)
            .ToList();
        return TypedResults.Ok(new PolicyListResponse([.. found.Take(take).Select(p => PolicyResponse.From(p, review))], found.Count > take ? found[take - 1].Name : null));
    }

    internal static Results<Ok<PolicyResponse>, ProblemHttpResult> Get(string name, PolicyBook policies, PolicyReview review) =>
        policies.Find(name) is { } policy ? TypedResults.Ok(PolicyResponse.From(policy, review)) : NoSuchPolicy(name);

    internal static async Task<Results<Ok<PolicyListResponse>, ProblemHttpResult>> ListVersionsAsync(
        string name, PolicyBook policies, PolicyReview review, CancellationToken cancellationToken, string? limit = null, string? cursor = null, string? q = null)
    {
        if (policies.Find(name) is null)
        {
            return NoSuchPolicy(name);
        }

        var faults = new List<Fault>();
        var take = ListParameters.ReadLimit(limit, faults);
        var before = int.MaxValue;
        if (cursor is not null && !int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            faults.Add(new Fault("cursor", "is not one that this list handed out"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        // Newest first; the cursor is the last version shown.
        var found = (await policies.ListVersionsAsync(name, MaxVersions, cancellationToken))
            .Where(v => v.Version < before && (q is null || v.Comment?.Contains(q, StringComparison.OrdinalIgnoreCase) == true))
            .OrderByDescending(v => v.Version)
            .Take(take + 1)
            .ToList();
        var next = found.Count > take ? found[take - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new PolicyListResponse([.. found.Take(take).Select(v => PolicyResponse.From(v, review))], next));
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
        var draft = Draft(asked, basis) with { Name = name, Comment = asked.Comment, CreatedBy = user.Caller(), CreatedAt = time.GetUtcNow() };
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

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name, PolicyBook policies, CancellationToken cancellationToken) =>
        await policies.RemoveAsync(name, cancellationToken) switch
        {
            PolicyRemoveOutcome.Removed => TypedResults.NoContent(),
            PolicyRemoveOutcome.NotFound => NoSuchPolicy(name),
            PolicyRemoveOutcome.Shipped => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.PolicyInUse, "The policy cannot be removed.", $"{name} ships with NovaZones: every zone has it."),
            PolicyRemoveOutcome.InUse(var requests) => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.PolicyInUse, "The policy cannot be removed.", $"{requests} requests that are still to be decided name it."),
            PolicyRemoveOutcome.Conflict(var current) => OutcomeResults.Problem(
                StatusCodes.Status409Conflict, ProblemTypes.PolicyConflict, "Somebody saved the policy in between.", $"Version {current} is in force."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    internal static async Task<Results<Ok<PolicyPreview>, ProblemHttpResult>> PreviewAsync(
        string name, JsonBody<PolicyPreviewBody> body, PolicyBook policies, PolicyPreviewService previews, CancellationToken cancellationToken)
    {
        if (policies.Find(name) is not { } basis)
        {
            return NoSuchPolicy(name);
        }

        if (!body.TryGet(out var asked, out var problem))
        {
            return problem;
        }

        var faults = Check(name, asked);
        if (asked.Requests is < 1 or > PolicyPreviewService.MostRequests)
        {
            faults.Add(new Fault("requests", $"must be 1 to {PolicyPreviewService.MostRequests}"));
        }

        if (faults.Count > 0)
        {
            return OutcomeResults.Invalid(faults);
        }

        return await previews.PreviewAsync(Draft(asked, basis), asked.Requests ?? PolicyPreviewService.UsualRequests, cancellationToken) switch
        {
            PolicyPreviewOutcome.Previewed(var preview) => TypedResults.Ok(preview),
            PolicyPreviewOutcome.Invalid(var wrong) => OutcomeResults.Invalid(wrong),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Policy Draft(PolicyBody asked, Policy basis) => basis with
    {
        Driver = asked.NamesDriver ? asked.Driver : basis.Driver,
        Filters = asked.Filters is null ? basis.Filters : [.. asked.Filters],
        Weights = asked.Weights is null ? basis.Weights : basis.Weights.SetItems(asked.Weights),
        Limits = asked.NamesLimits ? asked.Limits ?? PolicyLimits.OfZone : basis.Limits,
    };

    private static List<Fault> Check(string name, PolicyBody body)
    {
        var faults = new List<Fault>();
        if (PolicyName.FaultOf(name) is { } wrong)
        {
            faults.Add(wrong);
        }

        if (body.Comment is { Length: > MaxCommentLength })
        {
            faults.Add(new Fault("comment", $"must have at most {MaxCommentLength} characters"));
        }

        return faults;
    }

    private static ProblemHttpResult NoSuchPolicy(string name) => OutcomeResults.NotFound($"There is no policy {name}.");
}
