using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Trials.WhatIf;
using NovaZones.Web.Composition;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features.WhatIf;

/// <summary>What would come of changes that are thought of.</summary>
internal static class WhatIfEndpoints
{
    /// <summary>Maps <c>/api/v1/what-if</c>.</summary>
    public static void MapWhatIfEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/what-if", AskAsync).WithTags("Zone").RequireAuthorization(AccessPolicies.Operate);

    internal static async Task<Results<Ok<WhatIfAnswer>, ProblemHttpResult>> AskAsync(JsonBody<WhatIfAsk> body, WhatIfService service, CancellationToken cancellationToken)
    {
        if (!body.TryGet(out var ask, out var problem))
        {
            return problem;
        }

        return await service.AskAsync(ask, cancellationToken) switch
        {
            WhatIfOutcome.Answered(var answer) => TypedResults.Ok(answer),
            WhatIfOutcome.Invalid(var faults) => OutcomeResults.Invalid(faults),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
