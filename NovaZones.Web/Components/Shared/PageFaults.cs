using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using NovaZones.Core.Claims;

namespace NovaZones.Web.Components.Shared;

/// <summary>What a page says of a fault of the database: a number by which the log is searched, and nothing of the fault's own words.</summary>
/// <remarks>Those name files, servers and statements, which are no business of whoever is signed in.</remarks>
public sealed partial class PageFaults(ILogger<PageFaults> logger)
{
    /// <summary>Whether what is stored could not be read or written, however the fault is wrapped: no fault of the page's own.</summary>
    /// <remarks>Where a database is asked again by itself, its fault comes within <see cref="RetryLimitExceededException"/>; what is saved fails within others.</remarks>
    /// <param name="fault">What happened.</param>
    public static bool IsOfStore(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault is DbException or RetryLimitExceededException or TimeoutException or StoreFaultException or UncertainCommitException
            || (fault is not OperationCanceledException && fault.InnerException is { } inner && IsOfStore(inner));
    }

    /// <summary>Reads, and notes a fault of the store.</summary>
    /// <param name="page">Where it happens.</param>
    /// <param name="read">Reads.</param>
    /// <returns>The number of the fault; null when all was read.</returns>
    public async Task<string?> TryAsync(string page, Func<Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            await read();
            return null;
        }
        catch (Exception ex) when (IsOfStore(ex))
        {
            return Note(page, ex);
        }
    }

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
