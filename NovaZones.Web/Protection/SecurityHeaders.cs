using System.Buffers.Text;
using System.Security.Cryptography;

namespace NovaZones.Web.Protection;

/// <summary>Tells browsers what a page of ours may do: nothing from elsewhere, no script that did not come with it, in no frame.</summary>
internal static class SecurityHeaders
{
    private const string NonceItem = "NovaZones.ScriptNonce";
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    // Styles are the one thing that may stand in the page: the components set widths and colours of single elements.
    private const string Page =
        "default-src 'none'; base-uri 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; script-src 'self'";

    /// <summary>Adds the headers to every answer, those of defects included.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var policy = PolicyFor(context);
        context.Response.OnStarting(
            state =>
            {
                var (answered, said) = ((HttpContext, string))state;
                Write(answered, said);
                return Task.CompletedTask;
            },
            (context, policy));
        return next(context);
    });

    private static void Write(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = policy;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // What programs read has no links and no windows.
        if (!ReferenceEquals(policy, Nothing))
        {
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        }
    }

    /// <summary>The word that lets the one script through that stands in the page itself: the map of modules.</summary>
    public static string? ScriptNonce(this HttpContext context) => context.Items[NonceItem] as string;

    private static string PolicyFor(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/export") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/metrics"))
        {
            return Nothing;
        }

        // These two are pages of libraries with scripts in them, behind a sign-in; still nothing comes from elsewhere.
        if (path.StartsWithSegments("/hangfire") || path.StartsWithSegments("/docs"))
        {
            return $"{Page} 'unsafe-inline'";
        }

        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        context.Items[NonceItem] = nonce;
        return $"{Page} 'nonce-{nonce}'";
    }
}
