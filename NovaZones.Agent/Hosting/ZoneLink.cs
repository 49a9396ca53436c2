using Microsoft.Extensions.Logging;
using NovaZones.Client;

namespace NovaZones.Agent.Hosting;

/// <summary>How it goes between one loop and the zone: how long to wait, and what to say when that changes. Used by one loop.</summary>
/// <remarks>
/// A zone that is away is asked after 0.5 s, doubling to six intervals, at least 5 s and at most 30 s, so that it hears of its hosts soon after
/// it is back. Each pause is up to a fifth shorter by chance: ten thousand agents must not all come at once.
/// </remarks>
internal sealed partial class ZoneLink(string what, TimeSpan interval, ILogger logger)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(0.5);

    private readonly TimeSpan _longestPause = TimeSpan.FromSeconds(Math.Clamp(interval.TotalSeconds * 6, 5, 30));
    private string _trouble = "";
    private int _failures;

    /// <summary>The zone answered as it should.</summary>
    public void Succeeded()
    {
        if (_failures > 0)
        {
            LogBack(what, _failures);
        }

        (_failures, _trouble) = (0, "");
    }

    /// <summary>It did not. Said once for each kind of trouble, and not again until that changes.</summary>
    public void Failed(Exception exception)
    {
        _failures++;
        var trouble = exception switch
        {
            ZoneUnreachableException => "unreachable",
            ZoneProblemException problem => $"{problem.Status} {problem.Type}",
            _ => exception.GetType().Name,
        };
        if (trouble == _trouble)
        {
            return;
        }

        _trouble = trouble;
        switch (exception)
        {
            case ZoneUnreachableException:
                LogUnreachable(what, exception.Message);
                break;
            case ZoneProblemException problem:
                LogRefused(what, string.Join(' ', [problem.Message, .. problem.Faults.Take(5).Select(f => $"{f.Field}: {f.Message}")]));
                break;
            default:
                LogBroken(what, exception);
                break;
        }
    }

    /// <summary>How long to wait before the next turn.</summary>
    public TimeSpan Pause()
    {
        var pause = interval;
        if (_failures > 0)
        {
            var doubled = _firstPause * Math.Pow(2, Math.Min(_failures - 1, 10));
            pause = doubled < _longestPause ? doubled : _longestPause;
        }

        return pause * (1 - (Random.Shared.NextDouble() / 5));
    }

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "The zone cannot be reached with {What}; trying on. {Reason}")]
    private partial void LogUnreachable(string what, string reason);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "The zone refuses {What}: {Reason}")]
    private partial void LogRefused(string what, string reason);

    [LoggerMessage(EventId = 113, Level = LogLevel.Error, Message = "{What} failed.")]
    private partial void LogBroken(string what, Exception exception);

    [LoggerMessage(EventId = 114, Level = LogLevel.Information, Message = "The zone takes {What} again, after {Failures} tries that failed.")]
    private partial void LogBack(string what, int failures);
}
