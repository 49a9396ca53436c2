using Scalar.AspNetCore;

namespace NovaZones.Web.Composition;

/// <summary>The API described for machines and people.</summary>
internal static class ApiReference
{
    // The page's library tries whether it may make code from text, which the content security policy forbids; told not to, it does not try.
    private const string NoCodeFromText = "<script>globalThis.__zod_globalConfig = { jitless: true };</script>";

    /// <summary>Maps <c>/openapi/v1.json</c> and the page <c>/docs</c>; both need a sign-in or token, and load nothing from outside.</summary>
    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi().RequireAuthorization(AccessPolicies.Read);
        app.MapScalarApiReference("/docs", page => page.WithTitle("NovaZones API").AddHeadContent(NoCodeFromText).DisableDefaultFonts().DisableAgent().DisableTelemetry())
            .RequireAuthorization(AccessPolicies.Read);
    }
}
