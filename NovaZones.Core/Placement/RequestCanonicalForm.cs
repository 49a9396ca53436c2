using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NovaZones.Core.Placement;

/// <summary>One text for one meaning: members sorted, nulls left out, whole numbers without point or exponent. Basis of the digest and of what children are sent.</summary>
internal static class RequestCanonicalForm
{
    /// <summary>Members that say how to deliver, not what is asked; equal requests for other counts must rank hosts alike.</summary>
    private static readonly HashSet<string> NotAsked = new(StringComparer.Ordinal)
    {
        "name", "count", "minCount", "deadlineMs", "waitForCapacity", "dryRun", "alternates", "tenant", "zones", "policy", "weights", "plan",
    };

    private const int UsualLength = 512;

    /// <summary>Up to here every whole number is a double of its own.</summary>
    private const double LargestExact = 9e15;

    /// <summary>The canonical text of the whole body, and the first 64 bits of the SHA-256 of what is asked.</summary>
    public static (string Json, ulong Digest) Of(JsonElement body)
    {
        var text = new ArrayBufferWriter<byte>(UsualLength);
        Write(text, body, static _ => true);
        var json = Encoding.UTF8.GetString(text.WrittenSpan);
        text.ResetWrittenCount();
        Write(text, body, static name => !NotAsked.Contains(name));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.WrittenSpan, hash);
        return (json, BinaryPrimitives.ReadUInt64BigEndian(hash));
    }

    /// <summary>Only what is asked, of canonical text; reads as a request of the same digest.</summary>
    public static JsonElement Asked(string json)
    {
        using var whole = JsonDocument.Parse(json);
        var text = new ArrayBufferWriter<byte>(UsualLength);
        Write(text, whole.RootElement, static name => !NotAsked.Contains(name));
        using var asked = JsonDocument.Parse(text.WrittenMemory);
        return asked.RootElement.Clone();
    }

    private static void Write(IBufferWriter<byte> text, JsonElement body, Func<string, bool> keep)
    {
        using var writer = new Utf8JsonWriter(text);
        WriteObject(writer, body, keep);
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, Func<string, bool> keep)
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && member.Name is var name && keep(name))
            {
                members.Add((name, member.Value));
            }
        }

        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, element, static _ => true);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var entry in element.EnumerateArray())
                {
                    WriteValue(writer, entry);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < LargestExact:
                writer.WriteNumberValue((long)number);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
