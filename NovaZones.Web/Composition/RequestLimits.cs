using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Composition;

/// <summary>Bounds on request bodies (section <c>Limits</c>).</summary>
public sealed class RequestLimits
{
    /// <summary>Largest JSON body of a request, in bytes.</summary>
    /// <value>1 KiB to 64 MiB; default 1 MiB.</value>
    [Range(1024, 67_108_864)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Largest NDJSON body of many host reports, in bytes.</summary>
    /// <value>1 KiB to 1 GiB; default 256 MiB.</value>
    [Range(1024, 1_073_741_824)]
    public int MaxBatchBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Largest single line of such a body, in bytes.</summary>
    /// <value>1 KiB to 16 MiB; default 1 MiB.</value>
    [Range(1024, 16_777_216)]
    public int MaxLineBytes { get; set; } = 1024 * 1024;
}

/// <summary>Applies <see cref="RequestLimits"/>.</summary>
internal static class RequestLimitsExtensions
{
    public static void AddRequestLimits(this IServiceCollection services) =>
        services.AddOptions<RequestLimits>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Bodies of the API are bounded before anything reads them; batches have a bound of their own.</summary>
    public static void UseRequestLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<RequestLimits>>().Value;

        // A claim brings back the plan that an answer of this zone held.
        var claim = Math.Max(limits.MaxBodyBytes, app.Services.GetRequiredService<IOptions<FederationOptions>>().Value.MaxAnswerBytes);
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/api")
                && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            {
                var path = context.Request.Path.Value!;
                feature.MaxRequestBodySize =
                    path.EndsWith(":report", StringComparison.Ordinal) ? limits.MaxBatchBytes
                    : path.EndsWith("/zone/claim", StringComparison.Ordinal) ? claim
                    : limits.MaxBodyBytes;
            }

            return next(context);
        });
    }
}
