using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace NovaZones.Web.Errors;

/// <summary>A JSON body that may be left out altogether; when it is there it is read as strictly as any.</summary>
/// <param name="Value">The body, or null when there is none.</param>
/// <param name="Problem">What to answer when there is one and it is wrong, else null.</param>
internal sealed record OptionalBody<T>(T? Value, ProblemHttpResult? Problem)
    where T : class
{
    /// <summary>Reads the body before the handler runs.</summary>
    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (context.Request.ContentLength is 0 || (context.Request.ContentLength is null && context.Request.ContentType is null))
        {
            return new OptionalBody<T>(null, null);
        }

        var body = await JsonBody<T>.BindAsync(context, parameter);
        return body!.TryGet(out var value, out var problem) ? new OptionalBody<T>(value, null) : new OptionalBody<T>(null, problem);
    }
}
