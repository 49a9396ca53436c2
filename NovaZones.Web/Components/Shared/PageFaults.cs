using System.Diagnostics;

namespace NovaZones.Web.Components.Shared;

/// <summary>What a page says of a fault of the database: a number by which the log is searched, and nothing of the fault's own words.</summary>
/// <remarks>Those name files, servers and statements, which are no business of whoever is signed in.</remarks>
public sealed partial class PageFaults(ILogger<PageFaults> logger)
{
    /// <summary>Writes a fault to the log.</summary>
    /// <param name="page">Where it happened.</param>
    /// <param name="fault">What happened.</param>
    /// <returns>Under which number.</returns>
    public string Note(string page, Exception fault)
    {
        // What a circuit does is not always part of a trace.
        var number = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        LogFault(logger, page, number, fault);
        return number;
    }

    [LoggerMessage(EventId = 4004, Level = LogLevel.Error, Message = "The page {Page} could not read or write what is stored; it names {TraceId}.")]
    private static partial void LogFault(ILogger logger, string page, string traceId, Exception exception);
}
