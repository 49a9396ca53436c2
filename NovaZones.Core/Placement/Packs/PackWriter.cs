using System.Buffers.Binary;
using System.Text;

namespace NovaZones.Core.Placement.Packs;

/// <summary>Writes numbers and text one after another as few bytes. Not thread-safe.</summary>
internal sealed class PackWriter
{
    /// <summary>Longer names are said each time: what stands for one may not blow up into much more than it is.</summary>
    public const int LongestSharedName = 64;

    /// <summary>Largest whole number that <see cref="Figure"/> writes as one byte.</summary>
    public const int LargestSmallFigure = 100;

    private const int LongestNumber = 10;

    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[1024];
    private int _length;
    private bool _isCompact;

    /// <summary>Forgets what was written; the room stays.</summary>
    /// <param name="isCompact">Whether <see cref="Name"/> and <see cref="Figure"/> write as little as they can, or as the first forms did.</param>
    public void Begin(bool isCompact)
    {
        _length = 0;
        _names.Clear();
        _isCompact = isCompact;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow.</summary>
    public void Number(long value)
    {
        var room = Room(LongestNumber);
        var rest = (ulong)value;
        var i = 0;
        for (; rest > 0x7f; rest >>= 7)
        {
            room[i++] = (byte)(rest | 0x80);
        }

        room[i] = (byte)rest;
        _length += i + 1;
    }

    /// <summary>All its bits, so that it comes back the same.</summary>
    public void Real(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        _length += sizeof(double);
    }

    /// <summary>Null and empty text are told apart.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Number(0);
            return;
        }

        Number(Encoding.UTF8.GetByteCount(value) + 1L);
        _length += Encoding.UTF8.GetBytes(value, Room(Encoding.UTF8.GetMaxByteCount(value.Length)));
    }

    /// <summary>A text that comes again and again: 0 for none, 1 before one that is new, and the place of one that was said before, from 2.</summary>
    public void Name(string? value)
    {
        if (!_isCompact)
        {
            Text(value);
        }
        else if (value is null)
        {
            Number(0);
        }
        else if (_names.TryGetValue(value, out var place))
        {
            Number(place);
        }
        else
        {
            Number(1);
            Text(value);
            if (value.Length <= LongestSharedName)
            {
                _names.Add(value, _names.Count + 2);
            }
        }
    }

    /// <summary>A number that is mostly small and whole: those up to <see cref="LargestSmallFigure"/> are one byte, one more than they are; others follow a 0.</summary>
    public void Figure(double value)
    {
        if (!_isCompact)
        {
            Real(value);
        }
        else if (value is >= 0 and <= LargestSmallFigure && value == Math.Truncate(value) && !double.IsNegative(value))
        {
            Number((long)value + 1);
        }
        else
        {
            Number(0);
            Real(value);
        }
    }

    /// <summary>Bytes with their number before them.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }

        return _bytes.AsSpan(_length);
    }
}
