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

    public string Text(int column) => Encoding.UTF8.GetString(Span(SqliteEngine.Text(statement, column), column));

    public long Number(int column) => SqliteEngine.Number(statement, column);

    public double Real(int column) => SqliteEngine.Real(statement, column);

    public DateTimeOffset Moment(int column) => ToMoment(SqliteEngine.Number(statement, column));

    private ReadOnlySpan<byte> Span(nint start, int column) => new((void*)start, SqliteEngine.LengthOf(statement, column));
}
