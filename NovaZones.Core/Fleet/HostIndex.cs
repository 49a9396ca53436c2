namespace NovaZones.Core.Fleet;

/// <summary>Finds the row of a host by a hash, shared by the versions of a snapshot.</summary>
/// <remarks>
/// The table only says where to look: whoever asks checks that the row really holds, in its own version, what it looks for. So adding
/// for one version harms no other, an entry of a removed host is merely useless, and a million hosts cost eight bytes each instead of
/// a tree node. Readers take no lock; adding is serialised.
/// </remarks>
internal sealed class HostIndex
{
    private readonly Lock _adding = new();
    private int[] _rows;
    private int _count;

    public HostIndex(int capacity)
    {
        var size = 64;
        while (size < capacity + (capacity / 3))
        {
            size *= 2;
        }

        _rows = new int[size];
    }

    /// <summary>Whether so many entries were added that a fresh table is due.</summary>
    public bool IsFull => !HasRoomFor(1);

    /// <summary>Whether so many more entries can be added before a fresh table is due.</summary>
    public bool HasRoomFor(int entries) => Volatile.Read(ref _count) + entries <= _rows.Length / 4 * 3;

    public void Add(int hash, int row)
    {
        lock (_adding)
        {
            var at = hash & (_rows.Length - 1);
            while (_rows[at] != 0)
            {
                if (_rows[at] == row + 1)
                {
                    return;
                }

                at = (at + 1) & (_rows.Length - 1);
            }

            Volatile.Write(ref _rows[at], row + 1);
            _count++;
        }
    }

    /// <summary>Rows to look at, one after another; −1 ends.</summary>
    public Probe Find(int hash) => new(_rows, hash);

    /// <summary>Walks the rows that a hash may stand for.</summary>
    public struct Probe(int[] rows, int hash)
    {
        private int _at = hash & (rows.Length - 1);
        private int _steps;

        public int Next()
        {
            if (_steps++ == rows.Length)
            {
                return -1;
            }

            var row = Volatile.Read(ref rows[_at]) - 1;
            _at = (_at + 1) & (rows.Length - 1);
            return row;
        }
    }
}
