using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Agent.Hosting;

namespace NovaZones.Agent.Reporting;

/// <summary>Reports the machine again and again.</summary>
internal sealed partial class ReportWorker(ZoneReporter reporter, IOptions<AgentOptions> options, TimeProvider time, ILogger<ReportWorker> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var link = new ZoneLink("reports", options.Value.ReportInterval, logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var kind = await reporter.ReportAsync(stoppingToken);
                LogReported(kind);
                link.Succeeded();
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                link.Failed(ex);
            }

            await Task.Delay(link.Pause(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 101, Level = LogLevel.Debug, Message = "Reported: {Kind}.")]
    private partial void LogReported(ReportKind kind);
}
