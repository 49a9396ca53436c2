using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;

namespace NovaZones.Core.Operations;

/// <summary>Holds the zone's books against themselves, against what the zone has in memory and against what hosts say is on them, on demand and every night.</summary>
/// <remarks>
/// A zone goes on claiming while it is checked. So a difference counts only when two readings in a row show it alike, and memory is
/// compared per host, where nothing happened to it while the books were read.
/// </remarks>
public sealed partial class LedgerCheck(
    ILedgerBooks books, HostListReview hostLists, FleetView view, FleetLedger ledger, ChangeFeed feed, TimeProvider time, ILogger<LedgerCheck> logger) : IDisposable
{
    /// <summary>At most this many differences are listed; the counts are of all that were read.</summary>
    public const int MaxShown = 500;

    private const int MaxReadings = 4;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The last result since the zone started, or null.</summary>
    public LedgerCheckResult? Last { get; private set; }

    /// <summary>Checks now; one at a time, since each reads the whole fleet.</summary>
    public async Task<LedgerCheckResult> RunAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await CheckAsync(books, view.IsLoaded ? view : null, time, cancellationToken, ledger.SettleAsync).ConfigureAwait(false);
            var (told, count) = await hostLists.RunAsync(MaxShown, cancellationToken).ConfigureAwait(false);
            result = result with { Notes = result.Notes + count, Differences = [.. result.Differences.Concat(told).Take(MaxShown)] };
            Last = result;
            feed.Publish(ChangeTopic.Jobs);
            Log(result);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Checks the books alone, or also against a loaded fleet.</summary>
    /// <param name="books">Reads what is stored.</param>
    /// <param name="view">What the running zone has in memory; null for a zone that is stopped.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up between readings.</param>
    /// <param name="settle">Returns when memory holds all that was stored before the call; null where nobody decides.</param>
    public static async Task<LedgerCheckResult> CheckAsync(
        ILedgerBooks books, FleetView? view, TimeProvider time, CancellationToken cancellationToken, Func<CancellationToken, Task>? settle = null)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(time);
        var started = time.GetTimestamp();
        var (read, found) = await ReadAsync(books, view, settle, cancellationToken).ConfigureAwait(false);
        for (var reading = 2; found.Count > 0 && reading <= MaxReadings; reading++)
        {
            var before = found.ToHashSet();
            (read, found) = await ReadAsync(books, view, settle, cancellationToken).ConfigureAwait(false);
            var confirmed = found.FindAll(before.Contains);
            var isSettled = confirmed.Count == found.Count;
            found = reading == MaxReadings ? confirmed : found;
            if (isSettled)
            {
                break;
            }
        }

        return ToResult(read, found, view is not null, time, started);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static async Task<(LedgerBooks Books, List<LedgerDifference> Found)> ReadAsync(
        ILedgerBooks books, FleetView? view, Func<CancellationToken, Task>? settle, CancellationToken cancellationToken)
    {
        // Memory before and after: a commit is stored first and published then. What was stored before the books were read is in memory
        // once the ledger has settled, so a host that is the same before and after is the one in the books.
        var before = view?.Current;
        var read = await books.ReadAsync(MaxShown, cancellationToken).ConfigureAwait(false);
        var found = new BooksReview(read).Run();
        if (view is not null)
        {
            await (settle?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            found.AddRange(new MemoryReview(read, before!, view.Current).Run());
        }

        return (read, found);
    }

    private static LedgerCheckResult ToResult(LedgerBooks read, List<LedgerDifference> found, bool withMemory, TimeProvider time, long started)
    {
        var faults = found.Count(d => d.IsFault);
        return new LedgerCheckResult
        {
            CheckedAt = time.GetUtcNow(),
            ElapsedMs = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1),
            Faults = faults,
            Notes = found.Count - faults,
            ComparedWithMemory = withMemory,
            Hosts = read.Hosts.Count,
            Providers = read.Providers.Count,
            Instances = read.Instances,
            Allocations = read.Allocations,
            Differences = [.. found.OrderByDescending(d => d.IsFault).Take(MaxShown)],
        };
    }

    private void Log(LedgerCheckResult result)
    {
        if (result.Consistent)
        {
            LogConsistent(result.Hosts, result.Allocations, result.Notes);
            return;
        }

        LogFaults(result.Faults);
        foreach (var fault in result.Differences.Where(d => d.IsFault).Take(MaxLogged))
        {
            LogFault(fault.Kind, fault.Host ?? "-", fault.ResourceClass ?? "-", fault.InstanceId, fault.Cause);
        }
    }

    private const int MaxLogged = 20;

    [LoggerMessage(EventId = 1301, Level = LogLevel.Information, Message = "The books hold: {Hosts} hosts and {Allocations} allocations checked, {Notes} notes.")]
    private partial void LogConsistent(long hosts, long allocations, int notes);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "The books do not hold: {Faults} differences; GET /api/v1/zone/ledger-check lists them.")]
    private partial void LogFaults(int faults);

    [LoggerMessage(EventId = 1303, Level = LogLevel.Error, Message = "{Kind} on host {Host}, class {ResourceClass}, instance {InstanceId}: {Cause}")]
    private partial void LogFault(string kind, string host, string resourceClass, Guid? instanceId, string cause);
}
