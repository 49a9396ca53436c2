using Scalar.AspNetCore;

namespace NovaZones.Web.Composition;

/// <summary>The API described for machines and people.</summary>
internal static class ApiReference
{
    /// <summary>Maps <c>/openapi/v1.json</c> and the page <c>/docs</c>; both need a sign-in or token, and load nothing from outside.</summary>
    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi().RequireAuthorization(AccessPolicies.Read);
        app.MapScalarApiReference("/docs", page => page.WithTitle("NovaZones API").DisableDefaultFonts().DisableAgent().DisableTelemetry()).RequireAuthorization(AccessPolicies.Read);
    }
}
