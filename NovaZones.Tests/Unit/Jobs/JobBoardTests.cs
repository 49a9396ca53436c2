using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using NovaZones.Core.Live;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Unit.Jobs;

/// <summary>What the board tells of jobs that Hangfire really ran.</summary>
public sealed class JobBoardTests : IDisposable
{
    private const string Rarely = "0 0 1 1 *";

    private readonly InMemoryStorage _storage = new();
    private readonly ChangeFeed _feed = new();
    private readonly JobBoard _board;
    private readonly RecurringJobManager _jobs;

    public JobBoardTests()
    {
        _board = new JobBoard(_storage, _feed);
        _jobs = new RecurringJobManager(_storage);
    }

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task Read_AfterRuns_TellsWhatBecameOfEach()
    {
        _jobs.AddOrUpdate<Job>("ends", job => job.End(), Rarely);
        _jobs.AddOrUpdate<Job>("fails", job => job.FailForGood(), Rarely);
        _jobs.AddOrUpdate<Job>("fails-again", job => job.FailAndBeTriedAgain(), Rarely);
        _jobs.AddOrUpdate<Job>("idle", job => job.End(), Rarely);
        Assert.All(_board.Read(), line => Assert.Equal((JobOutcome.Never, null, null), (line.Outcome, line.LastAt, line.Error)));

        foreach (var id in new[] { "ends", "fails", "fails-again" })
        {
            Assert.True(_board.RunNow(id));
        }

        Assert.Equal(JobOutcome.Queued, Line("ends").Outcome);
        // An activator of its own: the process-wide one is of whichever zone was last started here, which may be stopped by now.
        using (new BackgroundJobServer(new BackgroundJobServerOptions { Activator = new JobActivator(), WorkerCount = 2, SchedulePollingInterval = TimeSpan.FromSeconds(1), ShutdownTimeout = TimeSpan.FromSeconds(5) }, _storage))
        {
            await Eventually.IsTrueAsync(
                () => Line("ends").Outcome == JobOutcome.Succeeded && Line("fails").Outcome == JobOutcome.Failed && Line("fails-again").Outcome == JobOutcome.Retrying);
        }

        Assert.Null(Line("ends").Error);
        Assert.NotNull(Line("ends").Took);
        Assert.Equal("the disk is full", Line("fails").Error);
        Assert.Equal("the child is gone", Line("fails-again").Error);
        Assert.Equal(["ends", "fails", "fails-again", "idle"], _board.Read().Select(line => line.Id));
        Assert.Equal(JobOutcome.Never, Line("idle").Outcome);
        Assert.NotNull(Line("idle").NextAt);
    }

    [Fact]
    public void RunNow_UnknownJob_IsFalseAndTouchesNothing()
    {
        Assert.False(_board.RunNow("nobody"));
        Assert.Equal(0, _storage.GetMonitoringApi().EnqueuedCount("default"));
    }

    private JobLine Line(string id) => _board.Read().Single(line => line.Id == id);

    public sealed class Job
    {
        public void End() => Thread.Yield();

        [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
        public void FailForGood() => throw new IOException("the disk is full");

        [AutomaticRetry(Attempts = 3, DelaysInSeconds = [3600])]
        public void FailAndBeTriedAgain() => throw new InvalidOperationException("the child is gone");
    }
}
