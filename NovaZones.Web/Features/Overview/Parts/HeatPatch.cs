namespace NovaZones.Web.Features.Overview.Parts;

/// <summary>How tiles came from those before them: for each that differs its place in three bytes, the lowest first, and its mark.</summary>
internal sealed class HeatPatch
{
    /// <summary>How many steps back can be caught up with: consoles read in a rhythm of their own, and now and then leave one out.</summary>
    public const int Kept = 4;

    private const int MostPlaces = 1 << 24;

    // The marks before are known by themselves, not held: a chain of them would never be let go.
    private readonly WeakReference<byte[]> _before;

    private HeatPatch(byte[] before, byte[] changes)
    {
        (_before, Changes) = (new WeakReference<byte[]>(before), changes);
    }

    /// <summary>The changes.</summary>
    public byte[] Changes { get; }

    /// <summary>Compares marks of the same hosts.</summary>
    public static HeatPatch Of(byte[] before, byte[] after)
    {
        if (before.Length != after.Length || after.Length > MostPlaces)
        {
            return new HeatPatch([], new byte[after.Length]); // nobody drew those: whoever asks draws all
        }

        var changes = new List<byte>();
        for (var place = 0; place < after.Length; place++)
        {
            if (before[place] != after[place])
            {
                changes.AddRange((byte)place, (byte)(place >> 8), (byte)(place >> 16), after[place]);
            }
        }

        return new HeatPatch(before, [.. changes]);
    }

    /// <summary>The changes of several steps, one after another.</summary>
    public static byte[] Together(ReadOnlySpan<HeatPatch> steps)
    {
        var length = 0;
        foreach (var step in steps)
        {
            length += step.Changes.Length;
        }

        var (together, at) = (new byte[length], 0);
        foreach (var step in steps)
        {
            step.Changes.CopyTo(together, at);
            at += step.Changes.Length;
        }

        return together;
    }

    /// <summary>Whether it begins with these marks.</summary>
    public bool IsOf(byte[]? marks) => marks is not null && _before.TryGetTarget(out var before) && ReferenceEquals(before, marks);
}
