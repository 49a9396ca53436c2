using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Composition;

/// <summary>Problem documents for everything that a program calls; pages keep their own way of failing.</summary>
internal static class Problems
{
    /// <summary>Adds problem documents with a trace id, strict JSON, and the handler of defects.</summary>
    public static IServiceCollection AddZoneProblems(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.MaxDepth = JsonReading.MaxDepth;
        });
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
            if (context.ProblemDetails.Type?.StartsWith('/') != true)
            {
                context.ProblemDetails.Type = TypeOf(context.ProblemDetails.Status);
            }
        });
        return services.AddExceptionHandler<UnhandledExceptionHandler>();
    }

    /// <summary>Answers defects and bare status codes (no such route, wrong method) of the API with problem documents.</summary>
    public static void UseZoneProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(context => context.IsForPrograms(), api => api.UseStatusCodePages());
    }

    /// <summary>Whether a program made the request, which never wants a page or a redirect.</summary>
    public static bool IsForPrograms(this HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        || context.Request.Path.StartsWithSegments("/hubs")
        || context.Request.Path.StartsWithSegments("/metrics")
        || context.Request.Path.StartsWithSegments("/openapi");

    private static string TypeOf(int? status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemTypes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ProblemTypes.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ProblemTypes.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ProblemTypes.UnsupportedMediaType,
        < 500 => ProblemTypes.InvalidRequest,
        _ => ProblemTypes.Unexpected,
    };
}
