using NovaZones.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NovaZones.Web.Errors;

/// <summary>Turns expected endings into problem documents (RFC 9457); every answer that refuses is made here.</summary>
internal static class OutcomeResults
{
    /// <summary>A problem with a stable type.</summary>
    public static ProblemHttpResult Problem(
        int status, string type, string title, string? detail = null, IDictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(statusCode: status, type: type, title: title, detail: detail, extensions: extensions);

    private const int MostFaults = 100;

    /// <summary>400 with every fault that was found, at most the first 100: a body of a hundred thousand unknown fields is not answered with thirty megabytes.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<Fault> faults) => Problem(
        StatusCodes.Status400BadRequest,
        ProblemTypes.InvalidRequest,
        "The request is not valid.",
        string.Join(' ', faults.Take(3).Select(fault => fault.Field.Length == 0 ? fault.Message : $"{fault.Field}: {fault.Message}")),
        new Dictionary<string, object?> { ["errors"] = Bounded(faults) });

    private static IReadOnlyList<Fault> Bounded(IReadOnlyList<Fault> faults) =>
        faults.Count <= MostFaults ? faults : [.. faults.Take(MostFaults), new Fault("", $"There are {faults.Count - MostFaults} more faults.")];

    /// <summary>400 with the place where the JSON cannot be read; the body as a whole is the field at fault.</summary>
    public static ProblemHttpResult MalformedJson(System.Text.Json.JsonException exception)
    {
        var place = $"Line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: the JSON cannot be read from here on.";
        return Problem(
            StatusCodes.Status400BadRequest,
            ProblemTypes.MalformedJson,
            "The body is not valid JSON.",
            place,
            new Dictionary<string, object?> { ["errors"] = new[] { new Fault("", place) } });
    }

    /// <summary>413 with the limit; the body as a whole is the field at fault.</summary>
    /// <param name="context">The request.</param>
    /// <param name="advice">A sentence to add.</param>
    public static ProblemHttpResult BodyTooLarge(HttpContext context, string advice = "")
    {
        var detail = TooLargeDetail(context) + advice;
        return Problem(
            StatusCodes.Status413PayloadTooLarge,
            ProblemTypes.BodyTooLarge,
            "The body is too large.",
            detail,
            new Dictionary<string, object?> { ["errors"] = new[] { new Fault("", detail) } });
    }

    /// <summary>How much a body may hold, in words.</summary>
    public static string TooLargeDetail(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } limit
            ? $"The body may have at most {limit} bytes."
            : "The body has more bytes than are read here.";

    /// <summary>404 naming what there is none of.</summary>
    public static ProblemHttpResult NotFound(string detail, IReadOnlyList<Fault>? faults = null) => Problem(
        StatusCodes.Status404NotFound,
        ProblemTypes.NotFound,
        "There is no such thing.",
        detail,
        faults is null ? null : new Dictionary<string, object?> { ["errors"] = faults });
}
