using System.Reflection;
using Bunit;
using Bunit.TestDoubles;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Jobs;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Components.Jobs;

/// <summary>The page of jobs: words for schedules, and who may start one.</summary>
public sealed class JobsPageTests : ConsoleContext
{
    private readonly InMemoryStorage _storage = new();

    public JobsPageTests()
    {
        var jobs = new RecurringJobManager(_storage);
        jobs.AddOrUpdate<PollChildZonesJob>(RecurringJobs.PollChildZones, job => job.RunAsync(CancellationToken.None), "*/5 * * * * *");
        jobs.AddOrUpdate<LedgerCheckJob>(RecurringJobs.CheckLedger, job => job.RunAsync(CancellationToken.None), "17 3 * * *");
        Services.AddSingleton(new JobBoard(_storage, Feed));
        Services.AddSingleton(new PendingBook(new FleetView(), Time, Options.Create(new PlacementLimits()), Options.Create(new SchedulerOptions())));
        Services.AddScoped<Permission>();
    }

    [Fact]
    public void EveryRecurringJob_HasAName()
    {
        var words = Services.GetRequiredService<IStringLocalizer<JobsPage>>();
        var ids = typeof(RecurringJobs).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral && f.FieldType == typeof(string)).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.False(words["job:" + id].ResourceNotFound, id));
    }

    [Fact]
    public void Viewer_SeesJobsInWords_AndIsOfferedNothing()
    {
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();

        var page = Render<JobsPage>();

        Assert.Contains("every 5 s", Row(page, RecurringJobs.PollChildZones), StringComparison.Ordinal);
        Assert.Contains("every day at 03:17 UTC", Row(page, RecurringJobs.CheckLedger), StringComparison.Ordinal);
        Assert.Contains("Never ran", Row(page, RecurringJobs.CheckLedger), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button:not([data-testid=live-switch]):not([data-testid^=save-])")); // to let the page stand still and to save what it shows is everybody's
        Assert.Empty(page.FindAll("[data-testid=open-dashboard]"));
    }

    [Fact]
    public async Task Operator_RunsOneNow_ItIsQueued()
    {
        AddAuthorization().SetAuthorized("otto").SetPolicies(AccessPolicies.Read, AccessPolicies.Operate);
        BeInteractive();
        var page = Render<JobsPage>();

        await page.WaitForElement($"[data-testid=run-{RecurringJobs.CheckLedger}]").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("Queued", Row(page, RecurringJobs.CheckLedger), StringComparison.Ordinal));
        Assert.Equal(1, _storage.GetMonitoringApi().EnqueuedCount("default"));
        Assert.Empty(page.FindAll("[data-testid=open-dashboard]"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FailedJob_SaysWhyToWhoMayMendIt(bool isOperator)
    {
        AddAuthorization().SetAuthorized("ann").SetPolicies([AccessPolicies.Read, .. isOperator ? [AccessPolicies.Operate] : Array.Empty<string>()]);
        BeInteractive();
        var run = new RecurringJobManager(_storage).TriggerJob(RecurringJobs.CheckLedger);

        // No filters: the failed run is not put off until later.
        Assert.True(new BackgroundJobClient(_storage, new JobFilterProviderCollection()).ChangeState(run, new FailedState(new InvalidOperationException("cannot reach 10.0.0.7"))));

        var row = Row(Render<JobsPage>(), RecurringJobs.CheckLedger);

        Assert.Contains("Failed", row, StringComparison.Ordinal);
        Assert.Equal(isOperator, row.Contains("cannot reach 10.0.0.7", StringComparison.Ordinal));
        Assert.Equal(!isOperator, row.Contains("Operators see why.", StringComparison.Ordinal));
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _storage.Dispose();
    }

    private static string Row(IRenderedComponent<JobsPage> page, string id) => page.WaitForElement($"[data-testid=job-{id}]").TextContent;
}
