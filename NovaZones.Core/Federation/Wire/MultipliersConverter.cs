using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Federation.Wire;

/// <summary>Reads and writes the multipliers of a question. Thread-safe.</summary>
/// <remarks>
/// They change with a policy and are sent with every request: what was read last is recognised where it stands and given again, the same
/// object, and what was written last is kept as bytes.
/// </remarks>
internal sealed class MultipliersConverter : JsonConverter<ImmutableSortedDictionary<string, double>>
{
    private Known? _read;
    private Known? _written;

    /// <inheritdoc />
    public override ImmutableSortedDictionary<string, double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var known = Volatile.Read(ref _read);
        if (known is not null && IsSame(ref reader, known))
        {
            return known.Multipliers;
        }

        Dictionary<string, double> found;
        try
        {
            found = JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options)!;
        }
        catch (JsonException)
        {
            // Its path would begin here; thrown anew, it begins where the question does.
            throw new JsonException("A multiplier is not a number.");
        }

        known = new Known(found.ToImmutableSortedDictionary(StringComparer.Ordinal));
        Volatile.Write(ref _read, known);
        return known.Multipliers;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, double> value, JsonSerializerOptions options)
    {
        var known = Volatile.Read(ref _written);
        if (known?.Multipliers != value)
        {
            known = new Known(value);
            Volatile.Write(ref _written, known);
        }

        writer.WriteRawValue(known.Json, skipInputValidation: true);
    }

    private static bool IsSame(ref Utf8JsonReader reader, Known known)
    {
        var ahead = reader;
        if (ahead.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        foreach (var (name, multiplier) in known.InOrder)
        {
            if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals(name)
                || !ahead.Read() || ahead.TokenType != JsonTokenType.Number || !ahead.TryGetDouble(out var here) || !here.Equals(multiplier))
            {
                return false;
            }
        }

        if (!ahead.Read() || ahead.TokenType != JsonTokenType.EndObject)
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    private sealed class Known(ImmutableSortedDictionary<string, double> multipliers)
    {
        private byte[]? _json;

        public ImmutableSortedDictionary<string, double> Multipliers => multipliers;

        public KeyValuePair<string, double>[] InOrder { get; } = [.. multipliers];

        public byte[] Json => _json ??= ToJson();

        private byte[] ToJson()
        {
            var bytes = new ArrayBufferWriter<byte>();
            using var writer = new Utf8JsonWriter(bytes);
            writer.WriteStartObject();
            foreach (var (name, multiplier) in InOrder)
            {
                writer.WriteNumber(name, multiplier);
            }

            writer.WriteEndObject();
            writer.Flush();
            return bytes.WrittenSpan.ToArray();
        }
    }
}
