using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace NovaZones.Data.Claims;

/// <summary>Folds SQLite's log into the file beside the writer, so that no claim waits for it.</summary>
/// <remarks>
/// Left to itself SQLite folds within the commit that crosses a limit, and everybody waits for two more syncs and thousands of pages.
/// A passive checkpoint on a connection of its own holds nobody up, but never catches a writer that does not pause; so once the log is
/// long the writer, right after such a checkpoint, folds the little that came meanwhile, and the log starts from its beginning again. A
/// reader that holds an old picture only makes the log longer.
/// </remarks>
internal sealed class SqliteCheckpointer(IDbContextFactory<ZoneDbContext> contexts)
{
    /// <summary>Pages after which the log is folded in the background: 16 MiB.</summary>
    private const long Pages = 4096;

    /// <summary>Pages of the log after which the writer folds what the background left: 128 MiB.</summary>
    private const long MostPages = 32_768;

    private long _pages;
    private long _pagesOfLog;
    private bool _isRestDue;
    private Task _running = Task.CompletedTask;

    /// <summary>After each commit, in the writer's turn.</summary>
    /// <param name="session">The writer's.</param>
    public void Committed(ClaimSession session)
    {
        var written = session.TakePagesWritten();
        _pages += written;
        _pagesOfLog += written;
        if (!_running.IsCompleted)
        {
            return;
        }

        if (_isRestDue)
        {
            _isRestDue = false;
            FoldRest(session);
        }
        else if (_pages >= Pages)
        {
            _isRestDue = _pagesOfLog >= MostPages;
            _pages = 0;
            _running = Task.Run(RunAsync);
        }
    }

    private void FoldRest(ClaimSession session)
    {
        try
        {
            session.Checkpoint();
            (_pages, _pagesOfLog) = (0, 0);
        }
        catch (DbException)
        {
            // The group before it is durable and must be answered; the log only gets longer.
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var db = await contexts.CreateDbContextAsync(CancellationToken.None).ConfigureAwait(false);
            await using (db.ConfigureAwait(false))
            {
                await db.Database.ExecuteSqlRawAsync(ClaimSession.PassiveCheckpoint, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (DbException)
        {
            // What is not folded stays in the log, where it is as durable; a fault of the file shows at the next commit.
        }
    }
}
