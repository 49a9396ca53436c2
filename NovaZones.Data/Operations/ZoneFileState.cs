namespace NovaZones.Data.Operations;

/// <summary>What was found in a SQLite file of a zone.</summary>
/// <param name="Damage">What SQLite's own checks found, empty when the file is whole.</param>
/// <param name="LastMigration">The newest migration in it; null when it is not a zone's.</param>
/// <param name="UnknownMigration">A migration that this program does not know, or null.</param>
/// <param name="Pending">Migrations that the next start will apply.</param>
public sealed record ZoneFileState(IReadOnlyList<string> Damage, string? LastMigration, string? UnknownMigration, int Pending)
{
    /// <summary>Throws unless this program can run a zone on the file.</summary>
    /// <param name="file">How to name it.</param>
    /// <exception cref="ZoneFileException">It is damaged, not a zone's, or of a newer program.</exception>
    public void ThrowIfUnfit(string file)
    {
        if (Damage.Count > 0)
        {
            throw new ZoneFileException(ZoneFileFault.Damaged, $"{file} is damaged: {Damage[0]}");
        }

        if (LastMigration is null)
        {
            throw new ZoneFileException(ZoneFileFault.Damaged, $"{file} is not a zone's database.");
        }

        if (UnknownMigration is not null)
        {
            throw new ZoneFileException(ZoneFileFault.Newer, $"{file} was made by a newer NovaZones (it holds the migration {UnknownMigration}); use that version.");
        }
    }
}
