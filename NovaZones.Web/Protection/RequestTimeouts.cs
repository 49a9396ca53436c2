using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Protection;

/// <summary>Bounds the time that a request of the API takes, its body included: one that drips in fast enough for its pace is bounded by nothing else.</summary>
/// <remarks>Streams without end and batches say themselves that they are not meant.</remarks>
internal static class RequestTimeouts
{
    private const string RetryAfterSeconds = "5";

    /// <summary>Sets the bound from <see cref="ProtectionLimits.RequestTimeout"/>.</summary>
    public static IServiceCollection AddTimeouts(this IServiceCollection services)
    {
        services.AddRequestTimeouts();
        services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<ProtectionLimits>>((timeouts, limits) => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.Value.RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = WriteAsync,
        });
        return services;
    }

    /// <summary>Applies the bound to the API; pages and hubs live as long as somebody looks.</summary>
    public static void UseTimeouts(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseRequestTimeouts());

    private static async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status503ServiceUnavailable, Type = ProblemTypes.RequestTimeout, Title = "The request took too long; whether it was done is not known." },
        });
    }
}
