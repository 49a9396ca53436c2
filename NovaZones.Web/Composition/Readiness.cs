namespace NovaZones.Web.Composition;

/// <summary>Liveness and readiness for whoever watches the process.</summary>
internal static class Readiness
{
    /// <summary>Maps <c>/healthz</c> (the process answers) and <c>/readyz</c> (fleet loaded, jobs running, database reachable).</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok").AllowAnonymous();
        app.MapGet("/readyz", CheckAsync).AllowAnonymous();
    }

    // Without reasons: it is open to everybody.
    private static async Task<IResult> CheckAsync(HealthProbe probe, CancellationToken cancellationToken)
    {
        var checks = await probe.CheckAsync(cancellationToken);
        var answer = checks.ToDictionary(check => check.Name, check => check.IsWell);
        return checks.All(check => check.IsWell) ? Results.Ok(answer) : Results.Json(answer, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
