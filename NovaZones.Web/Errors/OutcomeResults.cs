using Microsoft.AspNetCore.Http.HttpResults;

namespace NovaZones.Web.Errors;

/// <summary>Turns expected endings into problem documents (RFC 9457); every answer that refuses is made here.</summary>
internal static class OutcomeResults
{
    /// <summary>A problem with a stable type.</summary>
    public static ProblemHttpResult Problem(
        int status, string type, string title, string? detail = null, IDictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(statusCode: status, type: type, title: title, detail: detail, extensions: extensions);

    /// <summary>400 with every fault that was found.</summary>
    public static ProblemHttpResult Invalid(IReadOnlyList<FieldFault> faults) => Problem(
        StatusCodes.Status400BadRequest,
        ProblemTypes.InvalidRequest,
        "The request is not valid.",
        string.Join(' ', faults.Take(3).Select(fault => fault.Field.Length == 0 ? fault.Message : $"{fault.Field}: {fault.Message}")),
        new Dictionary<string, object?> { ["errors"] = faults });

    /// <summary>404 naming what there is none of.</summary>
    public static ProblemHttpResult NotFound(string detail) =>
        Problem(StatusCodes.Status404NotFound, ProblemTypes.NotFound, "There is no such thing.", detail);
}
