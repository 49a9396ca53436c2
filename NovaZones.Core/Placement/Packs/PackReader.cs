using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace NovaZones.Core.Placement.Packs;

/// <summary>Reads what <see cref="PackWriter"/> wrote, in the same order.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private List<string>? _names;

    /// <summary>Reads one thing.</summary>
    public delegate T Read<out T>(ref PackReader reader);

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Whether names and figures were written as little as they can be; else as the first forms did.</summary>
    public bool IsCompact { get; set; }

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes end too early, or the number is no count.</exception>
    public int Count() => Number() is var number and >= 0 and <= int.MaxValue ? (int)number : throw new InvalidDataException("A packed count is out of range.");

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public double Real() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public string? OptionalText() => Count() is var length and > 0 ? Encoding.UTF8.GetString(Take(length - 1)) : null;

    /// <exception cref="InvalidDataException">The bytes end too early, or there is no text.</exception>
    public string Text() => OptionalText() ?? throw new InvalidDataException("A packed text is missing.");

    /// <summary>What <see cref="PackWriter.Name"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes end too early, there is no name, or none was said before in that place.</exception>
    public string Name()
    {
        if (!IsCompact)
        {
            return Text();
        }

        var place = Count();
        if (place == 1)
        {
            var said = Text();
            if (said.Length <= PackWriter.LongestSharedName)
            {
                (_names ??= []).Add(said);
            }

            return said;
        }

        return place >= 2 && place - 2 < _names?.Count ? _names[place - 2] : throw new InvalidDataException("A packed name is missing.");
    }

    /// <summary>What <see cref="PackWriter.Figure"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes end too early, or the figure is none.</exception>
    public double Figure()
    {
        if (!IsCompact)
        {
            return Real();
        }

        var small = Count();
        return small == 0 ? Real() : small <= PackWriter.LargestSmallFigure + 1 ? small - 1 : throw new InvalidDataException("A packed figure is out of range.");
    }

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <exception cref="InvalidDataException">The bytes end too early.</exception>
    public ImmutableArray<T> List<T>(Read<T> read)
    {
        var count = Count();
        var list = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            list.Add(read(ref this));
        }

        return list.ToImmutable();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
        {
            throw new InvalidDataException("Packed bytes end too early.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
