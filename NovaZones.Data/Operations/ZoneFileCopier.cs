using Microsoft.Data.Sqlite;

namespace NovaZones.Data.Operations;

/// <summary>Backs up a zone's SQLite file while the zone runs, and puts a backup in place of a stopped zone's file.</summary>
/// <remarks>
/// A copy is made by SQLite's own backup in one read transaction: it is the state of one moment, and no claim waits for it. It is
/// checked under a temporary name and only then given its own, so that a file with the right name is always whole.
/// </remarks>
public static class ZoneFileCopier
{
    /// <summary>Copies a zone's file into one that needs nothing beside it.</summary>
    /// <param name="source">The zone's file.</param>
    /// <param name="target">The backup.</param>
    /// <param name="overwrite">Whether an older backup may be replaced.</param>
    /// <exception cref="ZoneFileException">The backup was not made; <paramref name="target"/> is as it was.</exception>
    public static ZoneFileState BackUp(string source, string target, bool overwrite)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(target))
        {
            throw new ZoneFileException(ZoneFileFault.Exists, "The backup cannot be the zone's own file.");
        }

        return Guarded(target, () => Copy(source, target, overwrite, isPrivate: true, beforeMove: null));
    }

    /// <summary>Makes a backup the file of a stopped zone.</summary>
    /// <param name="backup">The backup; it is not changed.</param>
    /// <param name="zoneFile">The zone's file, which need not be there.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="ZoneFileException">Nothing was restored; the zone's file is as it was.</exception>
    public static ZoneFileState Restore(string backup, string zoneFile, bool overwrite)
    {
        if (Path.GetFullPath(backup) == Path.GetFullPath(zoneFile))
        {
            throw new ZoneFileException(ZoneFileFault.Exists, "The backup cannot be the zone's own file.");
        }

        return Guarded(zoneFile, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(zoneFile))!);
            using var held = TakeLock(zoneFile);
            return Copy(backup, zoneFile, overwrite, isPrivate: false, beforeMove: () => RemoveLog(zoneFile));
        });
    }

    private static FileStream TakeLock(string zoneFile)
    {
        try
        {
            return SqliteZoneLock.Take($"Data Source={zoneFile}");
        }
        catch (Core.Zones.ZoneStartException ex) when (ex.InnerException is IOException)
        {
            throw new ZoneFileException(ZoneFileFault.Held, "A running zone holds this database; stop it first.", ex);
        }
        catch (Core.Zones.ZoneStartException ex)
        {
            throw new ZoneFileException(ZoneFileFault.Unusable, ex.Message, ex);
        }
    }

    private static ZoneFileState Guarded(string target, Func<ZoneFileState> work)
    {
        try
        {
            return work();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new ZoneFileException(ZoneFileFault.Unusable, $"{target} cannot be written: {ex.Message.ReplaceLineEndings(" ")}", ex);
        }
    }

    private static ZoneFileState Copy(string source, string target, bool overwrite, bool isPrivate, Action? beforeMove)
    {
        if (!overwrite && File.Exists(target))
        {
            throw new ZoneFileException(ZoneFileFault.Exists, $"{target} is there already; --force replaces it.");
        }

        if (!File.Exists(source))
        {
            throw new ZoneFileException(ZoneFileFault.Unusable, $"There is no file {source}.");
        }

        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            CopyPages(source, temporary, isPrivate);
            var state = ZoneFileReader.Check(temporary);
            state.ThrowIfUnfit(source);
            beforeMove?.Invoke();
            Move(temporary, target, overwrite);
            return state;
        }
        finally
        {
            File.Delete(temporary);
            File.Delete(temporary + "-journal");
        }
    }

    private static void CopyPages(string source, string temporary, bool isPrivate)
    {
        try
        {
            if (isPrivate && !OperatingSystem.IsWindows())
            {
                // A backup holds password hashes and the key ring, and lies where others may look.
                using var made = new FileStream(temporary, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }

            using (var from = ZoneFileReader.Open(source, SqliteOpenMode.ReadOnly))
            using (var to = ZoneFileReader.Open(temporary, SqliteOpenMode.ReadWriteCreate))
            {
                from.BackupDatabase(to);

                // The copied header says that a log lies beside the file; this one stands alone.
                using var command = to.CreateCommand();
                command.CommandText = "PRAGMA journal_mode=DELETE";
                command.ExecuteNonQuery();
            }
        }
        catch (SqliteException ex) when (SqlFaults.IsDamage(ex))
        {
            throw new ZoneFileException(ZoneFileFault.Damaged, $"{source} is damaged: {ex.Message.ReplaceLineEndings(" ")}", ex);
        }

        using var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void Move(string temporary, string target, bool overwrite)
    {
        try
        {
            File.Move(temporary, target, overwrite);
        }
        catch (IOException ex) when (!overwrite && File.Exists(target))
        {
            throw new ZoneFileException(ZoneFileFault.Exists, $"{target} is there already; --force replaces it.", ex);
        }
    }

    /// <summary>
    /// The log of the replaced file must not be read into the new one. It is folded in first, so that the old file is whole until
    /// the moment it is replaced; only where that file cannot be opened any more its log is thrown away with it.
    /// </summary>
    private static void RemoveLog(string zoneFile)
    {
        if (File.Exists(zoneFile))
        {
            try
            {
                using var old = ZoneFileReader.Open(zoneFile, SqliteOpenMode.ReadWrite);
                using var command = old.CreateCommand();
                command.CommandText = "PRAGMA journal_mode=DELETE";
                command.ExecuteNonQuery();
            }
            catch (SqliteException ex) when (SqlFaults.IsDamage(ex))
            {
                // It is replaced for a reason.
            }
        }

        File.Delete(zoneFile + "-wal");
        File.Delete(zoneFile + "-shm");
        File.Delete(zoneFile + "-journal");
    }
}
