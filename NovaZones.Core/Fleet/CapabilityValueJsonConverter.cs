using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Fleet;

/// <summary>Reads and writes a <see cref="CapabilityValue"/> as the plain JSON value it stands for.</summary>
public sealed class CapabilityValueJsonConverter : JsonConverter<CapabilityValue>
{
    /// <summary>True: null must reach <see cref="Read"/>, which refuses it.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON value cannot be a capability's value.</exception>
    public override CapabilityValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return CapabilityValue.TryFromJson(document.RootElement, out var value, out var fault)
            ? value
            : throw new JsonException($"The capability's value {fault}.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CapabilityValue value, JsonSerializerOptions options) => value.WriteTo(writer);
}
