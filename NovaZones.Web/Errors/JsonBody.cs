using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace NovaZones.Web.Errors;

/// <summary>A request's JSON body, read strictly: unknown fields are refused, and every fault is named with its path.</summary>
/// <typeparam name="T">A public record of the contract.</typeparam>
public sealed class JsonBody<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;
    private readonly ProblemHttpResult? _problem;

    private JsonBody(T? value, ProblemHttpResult? problem)
    {
        _value = value;
        _problem = problem;
    }

    /// <summary>Hands over the body, or the problem to answer with.</summary>
    /// <param name="value">The body as the contract has it.</param>
    /// <param name="problem">What to answer when there is none.</param>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        value = _value;
        problem = _problem;
        return value is not null;
    }

    /// <summary>Reads the body before the handler runs; never throws for what a caller can get wrong.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">Where it goes.</param>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Refuse(OutcomeResults.Problem(
                StatusCodes.Status415UnsupportedMediaType, ProblemTypes.UnsupportedMediaType, "The body must be JSON.", "Send Content-Type: application/json."));
        }

        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var (document, problem) = await JsonReading.ReadAsync(context);
        using (document)
        {
            if (document is null)
            {
                return Refuse(problem!);
            }

            var faults = StrictJson.Read<T>(document.RootElement, options, out var value);
            return faults.Count == 0 && value is not null ? new JsonBody<T>(value, null) : Refuse(OutcomeResults.Invalid(faults));
        }
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static JsonBody<T> Refuse(ProblemHttpResult problem) => new(null, problem);
}
