using System.Text.RegularExpressions;
using Bunit;
using Bunit.TestDoubles;
using Hangfire;
using Hangfire.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Jobs;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Components.Jobs;

/// <summary>A store that cannot be read: people are told what to do, the log what it was.</summary>
public sealed class JobsPageFaultTests : ConsoleContext
{
    private readonly SilentStorage _storage = new();
    private readonly Notes _notes = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // as where the store is asked again by itself
    public void Storage_DoesNotAnswer_ThePageNamesTheLogAndTheLogTheCause(bool isRetried)
    {
        _storage.Fault = isRetried ? new RetryLimitExceededException("The maximum number of retries (6) was exceeded.", SilentStorage.Away) : SilentStorage.Away;
        Services.AddSingleton<ILoggerProvider>(_notes);
        Services.AddSingleton(new JobBoard(_storage, Feed));
        Services.AddSingleton(new PendingBook(new FleetView(), Time, Options.Create(new PlacementLimits()), Options.Create(new SchedulerOptions())));
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("ann").SetPolicies(AccessPolicies.Read);
        BeInteractive();

        var page = Render<JobsPage>();
        page.WaitForAssertion(() => Assert.True(_storage.Asked > 0));
        var asked = _storage.Asked;
        Feed.Publish(ChangeTopic.Jobs);
        Time.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => Assert.True(_storage.Asked > asked));

        var told = page.WaitForElement("[data-testid=jobs-fault]").TextContent;
        var number = Assert.Single(Regex.Matches(told, "[0-9a-f]{32}")).Value;
        Assert.DoesNotContain("secret.db", page.Markup, StringComparison.Ordinal);
        var (text, cause) = Assert.Single(_notes.Taken); // looked at several times, and noted once
        Assert.Contains(number, text, StringComparison.Ordinal);
        Assert.Same(_storage.Fault, cause);
    }

    /// <summary>A store behind which nobody is.</summary>
    private sealed class SilentStorage : JobStorage
    {
        public int Asked { get; private set; }

        public Exception Fault { get; set; } = Away;

        public override IMonitoringApi GetMonitoringApi() => throw Fault;

        public override IStorageConnection GetConnection()
        {
            Asked++;
            throw Fault;
        }

        public static SqliteException Away => new("unable to open /var/lib/secret.db", 14);
    }

    private sealed class Notes : ILoggerProvider, ILogger
    {
        public List<(string Text, Exception? Cause)> Taken { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Taken.Add((formatter(state, exception), exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
