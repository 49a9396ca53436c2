using Hangfire.Logging;

namespace NovaZones.Web.Jobs;

/// <summary>Carries Hangfire's own log lines to the zone's log.</summary>
/// <remarks>
/// Hangfire keeps its log provider in a static field. Where several zones live in one process the one that stopped may be the one that
/// Hangfire still writes to; its lines are then dropped instead of failing the zone that is starting.
/// </remarks>
internal sealed class HangfireLogs(ILoggerFactory factory) : ILogProvider
{
    /// <inheritdoc />
    public ILog GetLogger(string name)
    {
        try
        {
            return new Line(factory.CreateLogger(name));
        }
        catch (ObjectDisposedException)
        {
            return new Line(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        }
    }

    private sealed class Line(ILogger logger) : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null)
        {
            var level = logLevel switch
            {
                Hangfire.Logging.LogLevel.Trace => Microsoft.Extensions.Logging.LogLevel.Trace,
                Hangfire.Logging.LogLevel.Debug => Microsoft.Extensions.Logging.LogLevel.Debug,
                Hangfire.Logging.LogLevel.Info => Microsoft.Extensions.Logging.LogLevel.Information,
                Hangfire.Logging.LogLevel.Warn => Microsoft.Extensions.Logging.LogLevel.Warning,
                Hangfire.Logging.LogLevel.Error => Microsoft.Extensions.Logging.LogLevel.Error,
                _ => Microsoft.Extensions.Logging.LogLevel.Critical,
            };
            if (messageFunc is null)
            {
                return logger.IsEnabled(level);
            }

#pragma warning disable CA2254 // The text is Hangfire's, already formatted.
            logger.Log(level, exception, messageFunc().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
#pragma warning restore CA2254
            return true;
        }
    }
}
