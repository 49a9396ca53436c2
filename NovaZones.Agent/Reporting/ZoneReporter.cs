using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Machine;
using NovaZones.Client;

namespace NovaZones.Agent.Reporting;

/// <summary>How one report went out.</summary>
internal enum ReportKind
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>What changed.</summary>
    Delta,

    /// <summary>Nothing changed: a sign of life.</summary>
    Heartbeat,
}

/// <summary>Reports the machine as it is. Not thread-safe.</summary>
/// <remarks>
/// Nothing is queued: what the machine was while the zone was away is of no use to a scheduler, the newest state is all that counts. What the
/// zone has is known only as long as every call is answered; after one that was not, everything is said again.
/// </remarks>
internal sealed class ZoneReporter(ZoneApi zone, MachineReader machine, ReportBuilder builder, IOptions<AgentOptions> options, TimeProvider time)
{
    private readonly AgentOptions _options = options.Value;
    private JsonObject? _confirmed;
    private DateTimeOffset _fullAt;

    /// <summary>Reads the machine and reports it.</summary>
    /// <exception cref="ZoneProblemException">The zone refuses it.</exception>
    /// <exception cref="ZoneUnreachableException">The zone does not answer.</exception>
    public async Task<ReportKind> ReportAsync(CancellationToken cancellationToken)
    {
        var report = builder.Build(machine.Read(_options.DiskPath));
        var known = _confirmed;
        _confirmed = null;
        var kind = known is null || time.GetUtcNow() - _fullAt >= _options.FullReportInterval
            ? await SayAllAsync(report, cancellationToken)
            : await SayChangesAsync(known, report, cancellationToken);
        _confirmed = report;
        return kind;
    }

    private async Task<ReportKind> SayChangesAsync(JsonObject known, JsonObject report, CancellationToken cancellationToken)
    {
        var changes = MergePatch.Between(known, report);
        try
        {
            if (changes.Count == 0)
            {
                await zone.BeatAsync(_options.HostName, cancellationToken);
                return ReportKind.Heartbeat;
            }

            await zone.PatchHostAsync(_options.HostName, changes, cancellationToken);
            return ReportKind.Delta;
        }
        catch (ZoneProblemException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.BadRequest)
        {
            // The zone does not know the host, or knows it otherwise than it was told here.
            return await SayAllAsync(report, cancellationToken);
        }
    }

    private async Task<ReportKind> SayAllAsync(JsonObject report, CancellationToken cancellationToken)
    {
        await zone.ReportHostAsync(_options.HostName, report, cancellationToken);
        _fullAt = time.GetUtcNow();
        return ReportKind.Full;
    }
}
