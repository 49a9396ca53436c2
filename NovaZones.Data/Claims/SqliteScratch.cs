using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace NovaZones.Data.Claims;

/// <summary>Room outside the managed heap for the values of one statement, so that the engine need not copy them. Not thread-safe.</summary>
internal sealed unsafe class SqliteScratch : IDisposable
{
    private const int Room = 256 * 1024;

    private readonly byte* _start = (byte*)NativeMemory.Alloc(Room);
    private int _used;

    /// <summary>Forgets all; to be called only while no statement is bound.</summary>
    public void Clear() => _used = 0;

    /// <summary>Puts text there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Where it is; 0 where there is no room.</returns>
    public nint Put(string text, out int length)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > Room - _used)
        {
            length = 0;
            return 0;
        }

        var place = _start + _used;
        length = Encoding.UTF8.GetBytes(text, new Span<byte>(place, Room - _used));
        _used += length;
        return (nint)place;
    }

    /// <summary>Puts bytes there.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Where they are; 0 where there is no room.</returns>
    public nint Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Room - _used)
        {
            return 0;
        }

        var place = _start + _used;
        bytes.CopyTo(new Span<byte>(place, Room - _used));
        _used += bytes.Length;
        return (nint)place;
    }

    /// <summary>Puts a GUID there as its bytes in the order in which it is written.</summary>
    public nint Put(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return Put(bytes);
    }

    public void Dispose() => NativeMemory.Free(_start);
}
