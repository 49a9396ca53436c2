using System.Globalization;
using System.Text.Json;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using NovaZones.Core.Live;

namespace NovaZones.Web.Jobs;

/// <summary>Reads how the recurring jobs stand from Hangfire's store, and starts one out of turn. Safe for many threads.</summary>
/// <remarks>Where every replica schedules for itself, this is what this replica knows.</remarks>
public sealed class JobBoard(JobStorage storage, ChangeFeed feed)
{
    /// <summary>Every recurring job, by name.</summary>
    public IReadOnlyList<JobLine> Read()
    {
        using var connection = storage.GetConnection();
        var monitoring = storage.GetMonitoringApi();
        return [.. connection.GetRecurringJobs().OrderBy(job => job.Id, StringComparer.Ordinal).Select(job => Line(job, monitoring))];
    }

    /// <summary>Queues a run of a job now; its turns by schedule stay as they are. A run that is under way already is not doubled by most jobs.</summary>
    /// <param name="id">The job.</param>
    /// <returns>False when there is no such job.</returns>
    public bool RunNow(string id)
    {
        using (var connection = storage.GetConnection())
        {
            if (!connection.GetRecurringJobs([id]).Exists(job => !job.Removed))
            {
                return false;
            }
        }

        new RecurringJobManager(storage).Trigger(id);
        feed.Publish(ChangeTopic.Jobs);
        return true;
    }

    private static JobLine Line(RecurringJobDto job, IMonitoringApi monitoring)
    {
        var details = job.LastJobId is { } run ? monitoring.JobDetails(run) : null;
        var newest = details?.History is { Count: > 0 } history ? history[0] : null;
        var state = newest?.StateName ?? job.LastJobState;
        var error = job.Error ?? (details is null ? null : ErrorOf(details.History));
        var outcome = OutcomeOf(state, job.LastJobId is not null, error is not null);
        return new JobLine(
            job.Id, job.Cron, Utc(job.NextExecution), Utc(job.LastExecution), outcome, outcome == JobOutcome.Succeeded ? TookOf(newest) : null,
            outcome is JobOutcome.Succeeded or JobOutcome.Never ? job.Error : error);
    }

    private static JobOutcome OutcomeOf(string? state, bool hasRun, bool hasFailed) => state switch
    {
        _ when !hasRun => JobOutcome.Never,
        "Succeeded" => JobOutcome.Succeeded,
        "Processing" => JobOutcome.Running,
        "Scheduled" or "Enqueued" or "Awaiting" when hasFailed => JobOutcome.Retrying,
        "Scheduled" or "Enqueued" or "Awaiting" => JobOutcome.Queued,
        "Failed" or "Deleted" => JobOutcome.Failed,
        _ => JobOutcome.Queued, // made and not queued yet
    };

    /// <summary>The newest failure of a run. A job that is not tried again ends as deleted, with the failure inside.</summary>
    private static string? ErrorOf(IEnumerable<StateHistoryDto> history)
    {
        foreach (var step in history)
        {
            if (step.Data is { } data && data.TryGetValue("ExceptionMessage", out var message))
            {
                return message;
            }

            if (step.Data is { } deleted && step.StateName == DeletedState.StateName && deleted.TryGetValue("Exception", out var json))
            {
                return MessageIn(json);
            }
        }

        return null;
    }

    private static string MessageIn(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            foreach (var name in (string[])["Message", "m"])
            {
                if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var message) && message.ValueKind == JsonValueKind.String)
                {
                    return message.GetString()!;
                }
            }
        }
        catch (JsonException)
        {
            return json; // another version's form: better shown as it is than hidden
        }

        return json;
    }

    private static TimeSpan? TookOf(StateHistoryDto? ended) =>
        ended?.Data is { } data && data.TryGetValue("PerformanceDuration", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? TimeSpan.FromMilliseconds(ms)
            : null;

    private static DateTimeOffset? Utc(DateTime? at) => at is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
