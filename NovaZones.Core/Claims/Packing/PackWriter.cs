using System.Buffers.Binary;
using System.Text;

namespace NovaZones.Core.Claims.Packing;

/// <summary>Writes numbers and text one after another as few bytes. Not thread-safe.</summary>
internal sealed class PackWriter
{
    private const int LongestNumber = 10;

    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Forgets what was written; the room stays.</summary>
    public void Clear() => _length = 0;

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
