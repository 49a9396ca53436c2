namespace NovaZones.Data.Claims;

/// <summary>A value for a parameter of a statement, without a box around it.</summary>
internal readonly struct SqlValue
{
    private readonly object? _reference;
    private readonly Guid _guid;
    private readonly long _bits;

    private SqlValue(SqlValueKind kind, object? reference = null, Guid guid = default, long bits = 0)
    {
        Kind = kind;
        _reference = reference;
        _guid = guid;
        _bits = bits;
    }

    public SqlValueKind Kind { get; }

    public string Text => (string)_reference!;

    public byte[] Bytes => (byte[])_reference!;

    public Guid Guid => _guid;

    /// <summary>Of a number as well as of a moment, which is its UTC ticks.</summary>
    public long Number => _bits;

    public double Real => BitConverter.Int64BitsToDouble(_bits);

    public DateTimeOffset Moment => new(_bits, TimeSpan.Zero);

    public static implicit operator SqlValue(int value) => new(SqlValueKind.Int, bits: value);

    public static implicit operator SqlValue(long value) => new(SqlValueKind.Long, bits: value);

    public static implicit operator SqlValue(double value) => new(SqlValueKind.Real, bits: BitConverter.DoubleToInt64Bits(value));

    public static implicit operator SqlValue(string? value) => value is null ? default : new(SqlValueKind.Text, value);

    public static implicit operator SqlValue(byte[]? value) => value is null ? default : new(SqlValueKind.Bytes, value);

    public static implicit operator SqlValue(Guid value) => new(SqlValueKind.Guid, guid: value);

    public static implicit operator SqlValue(Guid? value) => value is { } guid ? guid : default(SqlValue);

    public static implicit operator SqlValue(DateTimeOffset value) => new(SqlValueKind.Moment, bits: value.UtcTicks);

    public static implicit operator SqlValue(DateTimeOffset? value) => value is { } moment ? moment : default(SqlValue);

    /// <summary>The value as an object, for clients that take nothing else.</summary>
    public object? ToObject() => Kind switch
    {
        SqlValueKind.Null => null,
        SqlValueKind.Int => (int)_bits,
        SqlValueKind.Long => _bits,
        SqlValueKind.Real => Real,
        SqlValueKind.Guid => _guid,
        SqlValueKind.Moment => Moment,
        _ => _reference,
    };
}
