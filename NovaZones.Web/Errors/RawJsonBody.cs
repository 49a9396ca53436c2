using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NovaZones.Web.Errors;

/// <summary>A request's JSON body as it came, for contracts that the core checks itself.</summary>
internal sealed class RawJsonBody
{
    private readonly JsonElement _value;
    private readonly ProblemHttpResult? _problem;

    private RawJsonBody(JsonElement value, ProblemHttpResult? problem)
    {
        _value = value;
        _problem = problem;
    }

    /// <summary>Hands over the body, or the problem to answer with.</summary>
    public bool TryGet(out JsonElement value, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        value = _value;
        problem = _problem;
        return problem is null;
    }

    /// <summary>Reads the body before the handler runs; never throws for what a caller can get wrong.</summary>
    public static async ValueTask<RawJsonBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType() && context.Request.ContentType?.StartsWith("application/merge-patch+json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Refuse(OutcomeResults.Problem(
                StatusCodes.Status415UnsupportedMediaType, ProblemTypes.UnsupportedMediaType, "The body must be JSON.", "Send Content-Type: application/json."));
        }

        var (document, problem) = await JsonReading.ReadAsync(context);
        using (document)
        {
            return document is null ? Refuse(problem!) : new RawJsonBody(document.RootElement.Clone(), null);
        }
    }

    private static RawJsonBody Refuse(ProblemHttpResult problem) => new(default, problem);
}
