using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>Where a page of reservations ended: the time and id of its last item.</summary>
internal readonly record struct ReservationCursor(DateTimeOffset CreatedAt, string Id)
{
    /// <summary>The opaque form: base64url of eight bytes of UTC ticks and the id.</summary>
    public override string ToString()
    {
        var bytes = new byte[sizeof(long) + Encoding.ASCII.GetByteCount(Id)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, CreatedAt.UtcTicks);
        Encoding.ASCII.GetBytes(Id, bytes.AsSpan(sizeof(long)));
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ArgumentException">The text is not a cursor; its parameter name is <c>cursor</c>.</exception>
    public static ReservationCursor Parse(string cursor)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + ReservationEntity.IdLength];
        if (!Base64Url.IsValid(cursor, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(cursor, bytes, out _))
        {
            throw new ArgumentException("The cursor is not one that a page ended with.", nameof(cursor));
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var id = Encoding.ASCII.GetString(bytes[sizeof(long)..]);
        return ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks && ReservationId.IsValid(id)
            ? new ReservationCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : throw new ArgumentException("The cursor is not one that a page ended with.", nameof(cursor));
    }
}
