using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using NovaZones.Core.Query;

namespace NovaZones.Core.Json;

/// <summary>Finds texts and names that the JSON parser lets pass but that nobody can read.</summary>
/// <remarks>
/// Half of a surrogate pair as an escape, or bytes that are not UTF-8: such a document parses, and only reading the text throws. Found
/// once at the door, so that no reader behind it has to think of it.
/// </remarks>
internal static class BrokenText
{
    private const int Most = 20;

    /// <summary>Whether everything in the value can be read; if not, says where.</summary>
    public static bool IsAbsent(JsonElement value, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Undefined || IsSurelyAbsent(JsonMarshal.GetRawUtf8Value(value)))
        {
            return true;
        }

        var before = faults.Count;
        Find(value, "", faults, before + Most);
        return faults.Count == before;
    }

    /// <summary>Two vectorised scans answer for all but very few bodies, so that a fleet's reports are not walked twice.</summary>
    private static bool IsSurelyAbsent(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
        {
            return false;
        }

        for (var at = raw.IndexOf("\\u"u8); at >= 0; at = raw.IndexOf("\\u"u8))
        {
            raw = raw[(at + 2)..];
            if (raw.Length > 1 && raw[0] is (byte)'d' or (byte)'D' && raw[1] is not (>= (byte)'0' and <= (byte)'7'))
            {
                return false;
            }
        }

        return true;
    }

    private static void Find(JsonElement value, string path, List<Fault> faults, int most)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !JsonText.TryRead(value, out _):
                faults.Add(new Fault(path, "is broken text: half of a surrogate pair, or bytes that are not UTF-8"));
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var entry in value.EnumerateArray().TakeWhile(_ => faults.Count < most))
                {
                    Find(entry, $"{path}[{index++}]", faults, most);
                }

                break;
            case JsonValueKind.Object:
                FindInMembers(value, path, faults, most);
                break;
        }
    }

    private static void FindInMembers(JsonElement value, string path, List<Fault> faults, int most)
    {
        foreach (var member in value.EnumerateObject().TakeWhile(_ => faults.Count < most))
        {
            if (!JsonText.TryReadName(member, out var name))
            {
                // The name cannot be shown, so the object that holds it is the field.
                faults.Add(new Fault(path, "has a member whose name is broken text: half of a surrogate pair, or bytes that are not UTF-8"));
                continue;
            }

            name = FieldReader.Shorten(name);
            Find(member.Value, path.Length == 0 ? name : $"{path}.{name}", faults, most);
        }
    }
}
