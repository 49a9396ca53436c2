using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Fleet;

/// <summary>The JSON columns of hosts and providers.</summary>
internal static class HostJson
{
    private const string EmptyList = "[]";
    private const string EmptyObject = "{}";

    public static string WriteNames(ImmutableArray<string> names) => names.IsEmpty ? EmptyList : JsonSerializer.Serialize(names);

    public static ImmutableArray<string> ReadNames(string json) =>
        json == EmptyList ? [] : [.. (JsonSerializer.Deserialize<string[]>(json) ?? []).Select(NamePool.Share)];

    public static string WriteCapabilities(ImmutableSortedDictionary<string, CapabilityValue> capabilities)
    {
        if (capabilities.IsEmpty)
        {
            return EmptyObject;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in capabilities)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="InvalidDataException">A value is not one that <see cref="WriteCapabilities"/> wrote.</exception>
    public static ImmutableSortedDictionary<string, CapabilityValue> ReadCapabilities(string json)
    {
        if (json == EmptyObject)
        {
            return Host.NoCapabilities;
        }

        var capabilities = Host.NoCapabilities.ToBuilder();
        using var document = JsonDocument.Parse(json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            capabilities[NamePool.Share(member.Name)] = CapabilityValue.TryFromJson(member.Value, out var value, out var fault)
                ? value
                : throw new InvalidDataException($"The stored capability {member.Name} {fault}.");
        }

        return capabilities.ToImmutable();
    }
}
