using Microsoft.Data.Sqlite;
using NovaZones.Core.Zones;

namespace NovaZones.Data;

/// <summary>The lock file beside a SQLite zone (<c>zone.lock</c> for <c>zone.db</c>).</summary>
/// <remarks>
/// A zone plans on a picture of its hosts in memory; two processes on one file would each miss what the other claims. The
/// operating system lets go of the lock when the process ends, however it ends, so a file left behind is harmless.
/// </remarks>
internal static class SqliteZoneLock
{
    private const int MaxTries = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the folder where it is missing and takes the lock until the stream is disposed.</summary>
    /// <param name="connectionString">Names the file.</param>
    /// <param name="isShared">Whether replicas, which take it shared as well, may join; everybody else is kept out all the same.</param>
    public static FileStream Take(string connectionString, bool isShared = false)
    {
        var databaseFile = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);
        var lockFile = Path.ChangeExtension(databaseFile, ".lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databaseFile) ?? ".");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new ZoneStartException($"The data directory cannot be made ({ex.Message}); set Database:DataDirectory.", ex);
        }

        try
        {
            return isShared
                ? new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read)
                : new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException ex)
        {
            throw new ZoneStartException($"The data directory cannot be written ({lockFile}); set Database:DataDirectory.", ex);
        }
        catch (IOException ex)
        {
            throw new ZoneStartException($"Another NovaZones process holds this zone's database ({lockFile} is locked); stop it or set another Database:DataDirectory.", ex);
        }
    }

    /// <summary>Lets one replica at a time bring the file up to date.</summary>
    public static async Task<FileStream> EnterStartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var lockFile = Path.ChangeExtension(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource), ".starting");
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException ex) when (tries >= MaxTries)
            {
                throw new ZoneStartException($"Another replica has been starting for too long ({lockFile} is locked).", ex);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
