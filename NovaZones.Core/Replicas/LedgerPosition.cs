namespace NovaZones.Core.Replicas;

/// <summary>How far this replica's ledger has followed the feed. Moved by the ledger's loop and its commits alone; anybody may say that there is news.</summary>
public sealed class LedgerPosition
{
    private int _isBehind;

    /// <summary>The newest change that decisions rest on and that is in memory: a commit is refused when the database has a newer one.</summary>
    public long Seen { get; internal set; }

    /// <summary>Up to where the feed was read.</summary>
    public long Cursor { get; internal set; }

    /// <summary>Whether there may be something to read before the next decision.</summary>
    public bool IsBehind => Volatile.Read(ref _isBehind) == 1;

    /// <summary>Says that there may be something to read.</summary>
    public void MarkBehind() => Volatile.Write(ref _isBehind, 1);

    /// <summary>Before reading, so that what is said meanwhile is not lost.</summary>
    internal void MarkCurrent() => Volatile.Write(ref _isBehind, 0);
}
