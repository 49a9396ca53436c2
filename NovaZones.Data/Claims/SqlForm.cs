using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using NovaZones.Data.Conversions;

namespace NovaZones.Data.Claims;

/// <summary>How values stand in the columns of one database, for statements that Entity Framework does not write.</summary>
/// <remarks>The same forms as the model's converters give; a test reads with one what the other wrote.</remarks>
internal abstract class SqlForm
{
    private static readonly SqliteForm Sqlite = new();
    private static readonly SqlServerForm SqlServer = new();

    public static SqlForm Of(DbConnection connection) => connection is SqliteConnection ? Sqlite : SqlServer;

    /// <summary>Adds a parameter that is given its value later.</summary>
    public abstract DbParameter AddParameter(DbCommand command, string name, SqlKind kind);

    /// <summary>The value as the parameter must carry it.</summary>
    public abstract object ToStored(object? value);

    public abstract Guid ReadGuid(DbDataReader reader, int column);

    public abstract DateTimeOffset ReadTime(DbDataReader reader, int column);

    public Guid? ReadOptionalGuid(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : ReadGuid(reader, column);

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private sealed class SqliteForm : SqlForm
    {
        private static readonly Func<DateTimeOffset, long> Microseconds = new UtcMicrosecondsConverter().ConvertToProviderTyped;
        private static readonly Func<long, DateTimeOffset> Moment = new UtcMicrosecondsConverter().ConvertFromProviderTyped;

        // Neither type nor size: SQLite stores what it is given, and its client would cut text at a size.
        public override DbParameter AddParameter(DbCommand command, string name, SqlKind kind) => Add(command, name);

        public override object ToStored(object? value) => value switch
        {
            null => DBNull.Value,
            Guid guid => guid.ToByteArray(bigEndian: true),
            DateTimeOffset moment => Microseconds(moment),
            _ => value,
        };

        public override Guid ReadGuid(DbDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column), bigEndian: true);

        public override DateTimeOffset ReadTime(DbDataReader reader, int column) => Moment(reader.GetInt64(column));
    }

    private sealed class SqlServerForm : SqlForm
    {
        private static readonly Func<DateTimeOffset, DateTime> Utc = new UtcDateTimeConverter().ConvertToProviderTyped;
        private static readonly Func<DateTime, DateTimeOffset> Moment = new UtcDateTimeConverter().ConvertFromProviderTyped;

        // Fixed types and sizes: one plan per statement. The sizes are the server's largest, since the client cuts a longer value
        // silently; a value too long for its column is refused by the server.
        public override DbParameter AddParameter(DbCommand command, string name, SqlKind kind)
        {
            var parameter = Add(command, name);
            (parameter.DbType, parameter.Size) = kind switch
            {
                SqlKind.Guid => (DbType.Guid, 16),
                SqlKind.Bytes => (DbType.Binary, 8000),
                SqlKind.LongBytes => (DbType.Binary, -1),
                SqlKind.Text => (DbType.String, 4000),
                SqlKind.LongText => (DbType.String, -1),
                SqlKind.Int => (DbType.Int32, 4),
                SqlKind.Long => (DbType.Int64, 8),
                SqlKind.Real => (DbType.Double, 8),
                _ => (DbType.DateTime2, 8),
            };
            return parameter;
        }

        public override object ToStored(object? value) => value switch
        {
            null => DBNull.Value,
            DateTimeOffset moment => Utc(moment),
            _ => value,
        };

        public override Guid ReadGuid(DbDataReader reader, int column) => reader.GetGuid(column);

        public override DateTimeOffset ReadTime(DbDataReader reader, int column) => Moment(reader.GetDateTime(column));
    }
}
