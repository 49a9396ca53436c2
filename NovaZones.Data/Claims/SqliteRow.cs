using System.Buffers.Binary;
using System.Text;
using NovaZones.Data.Conversions;
using SQLitePCL;

namespace NovaZones.Data.Claims;

/// <summary>The row at which a compiled SQLite statement stands.</summary>
internal sealed unsafe class SqliteRow(nint statement) : ISqlRow
{
    private static readonly Func<long, DateTimeOffset> ToMoment = new UtcMicrosecondsConverter().ConvertFromProviderTyped;

    public bool IsNull(int column) => SqliteEngine.TypeOf(statement, column) == raw.SQLITE_NULL;

    public Guid Guid(int column) => new(Span(SqliteEngine.Bytes(statement, column), column), bigEndian: true);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <remarks>Compared as it is stored, so that rows which repeat a text cost no object.</remarks>
    public string Text(int column, string? known) => known is not null && Ascii.Equals(Utf8(column), known) ? known : Text(column);

    public long Number(int column) => SqliteEngine.Number(statement, column);

    public double Real(int column) => SqliteEngine.Real(statement, column);

    public DateTimeOffset Moment(int column) => ToMoment(SqliteEngine.Number(statement, column));

    /// <summary>A text as it is stored; gone with the next row.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => Span(SqliteEngine.Text(statement, column), column);

    /// <summary>An id as a number that is ordered as the file orders ids.</summary>
    public UInt128 Key(int column) => BinaryPrimitives.ReadUInt128BigEndian(Span(SqliteEngine.Bytes(statement, column), column));

    private ReadOnlySpan<byte> Span(nint start, int column) => new((void*)start, SqliteEngine.LengthOf(statement, column));
}
