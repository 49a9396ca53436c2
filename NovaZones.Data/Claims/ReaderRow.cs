using System.Data.Common;

namespace NovaZones.Data.Claims;

/// <summary>The row at which a client's reader stands.</summary>
internal sealed class ReaderRow(DbDataReader reader, SqlForm form) : ISqlRow
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public Guid Guid(int column) => form.ReadGuid(reader, column);

    public string Text(int column) => reader.GetString(column);

    /// <remarks>SQL Server's client reads a 32-bit column only as what it is.</remarks>
    public long Number(int column) => reader.GetFieldType(column) == typeof(int) ? reader.GetInt32(column) : reader.GetInt64(column);

    public double Real(int column) => reader.GetDouble(column);

    public DateTimeOffset Moment(int column) => form.ReadTime(reader, column);
}
