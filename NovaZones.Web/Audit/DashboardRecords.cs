using NovaZones.Core.Audit;

namespace NovaZones.Web.Audit;

/// <summary>Records what is set off in the dashboard of jobs, which is not ours and changes by POST alone.</summary>
internal static class DashboardRecords
{
    /// <summary>Must stand behind authorization; what the dashboard answers is part of the record, which is therefore written afterwards.</summary>
    public static void UseDashboardRecords(this WebApplication app) => app.UseWhen(
        context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/hangfire") && !context.Request.Path.StartsWithSegments("/hangfire/stats"),
        branch => branch.Use(async (context, next) =>
        {
            var outcome = AuditOutcome.Failed;
            try
            {
                await next(context);
                outcome = context.Response.StatusCode < 400 ? AuditOutcome.Done : AuditOutcome.Refused;
            }
            finally
            {
                var store = context.RequestServices.GetRequiredService<IAuditStore>();
                await store.AppendAsync(
                    AuditDraft.Of(AuditActs.JobsDashboard, context.Request.Path.Value ?? "", null, new { status = context.Response.StatusCode }, outcome), CancellationToken.None);
            }
        }));
}
