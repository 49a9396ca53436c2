using System.Globalization;
using System.Text.Json;

namespace NovaZones.Core.Json;

/// <summary>Reads one JSON object field by field and collects every fault with its path, instead of stopping at the first.</summary>
/// <remarks>Not thread-safe. <see cref="Finish"/> reports the members that nobody asked for, each by name.</remarks>
internal sealed class FieldReader
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<Fault> _faults;
    private readonly string _path;

    public FieldReader(JsonElement element, string path, List<Fault> faults)
    {
        _path = path;
        _faults = faults;
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be an object, not {NameOf(element)}"));
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                faults.Add(new Fault(PathOf(Shorten(member.Name)), "stands twice in the object"));
            }
        }
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <summary>The member, or null when it is absent or JSON null.</summary>
    public JsonElement? Take(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public void Fault(string name, string message) => _faults.Add(new Fault(PathOf(name), message));

    public string? Text(string name, int maxLength)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        return TextOf(value, PathOf(name), maxLength, _faults);
    }

    public long? Whole(string name, long min, long max)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        return WholeOf(value, PathOf(name), min, max, _faults);
    }

    public double? Number(string name, double min, double max)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        return NumberOf(value, PathOf(name), min, max, _faults);
    }

    public bool? Flag(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(name, $"must be true or false, not {NameOf(value)}");
        return null;
    }

    /// <summary>A list of texts; each entry is checked by <paramref name="check"/>, which answers what is wrong or null.</summary>
    public IReadOnlyList<string> Texts(string name, int maxCount, int maxLength, Func<string, string?>? check = null) =>
        Take(name) is { } value ? TextsOf(value, PathOf(name), maxCount, maxLength, check, _faults) : [];

    /// <summary>Reports every member that was not taken, unless the document comes from a peer.</summary>
    public void Finish()
    {
        if (_faults is PeerFaults)
        {
            return;
        }

        foreach (var name in _members.Keys)
        {
            if (!_known.Contains(name))
            {
                _faults.Add(new Fault(PathOf(Shorten(name)), $"is not a known field; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}"));
            }
        }
    }

    public static string? TextOf(JsonElement value, string path, int maxLength, List<Fault> faults, bool mayBeEmpty = false)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add(new Fault(path, $"must be text, not {NameOf(value)}"));
            return null;
        }

        var text = value.GetString()!;
        if ((text.Length == 0 && !mayBeEmpty) || text.Length > maxLength)
        {
            faults.Add(new Fault(path, mayBeEmpty ? $"must have at most {maxLength} characters" : $"must have 1 to {maxLength} characters"));
            return null;
        }

        if (text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            faults.Add(new Fault(path, "must not contain control characters"));
            return null;
        }

        return text;
    }

    public static IReadOnlyList<string> TextsOf(JsonElement value, string path, int maxCount, int maxLength, Func<string, string?>? check, List<Fault> faults)
    {
        var result = new List<string>();
        if (value.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault(path, $"must be a list of texts, not {NameOf(value)}"));
            return result;
        }

        if (value.GetArrayLength() > maxCount)
        {
            faults.Add(new Fault(path, $"must have at most {maxCount} entries"));
            return result;
        }

        var index = 0;
        foreach (var entry in value.EnumerateArray())
        {
            var entryPath = $"{path}[{index++}]";
            if (TextOf(entry, entryPath, maxLength, faults) is not { } text)
            {
                continue;
            }

            if (check?.Invoke(text) is { } wrong)
            {
                faults.Add(new Fault(entryPath, wrong));
                continue;
            }

            result.Add(text);
        }

        return result;
    }

    public static long? WholeOf(JsonElement value, string path, long min, long max, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var whole) && whole >= min && whole <= max)
            {
                return whole;
            }

            // 16.0 is a whole number to people who write 16.0.
            if (value.TryGetDouble(out var number) && number == Math.Floor(number) && number >= min && number <= max && Math.Abs(number) < 9e15)
            {
                return (long)number;
            }
        }

        faults.Add(new Fault(path, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}")));
        return null;
    }

    public static double? NumberOf(JsonElement value, string path, double min, double max, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= min && number <= max)
        {
            return number;
        }

        faults.Add(new Fault(path, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min:R} to {max:R}")));
        return null;
    }

    public static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    /// <summary>A member's name as faults show it: never longer than 65 characters, never half of a surrogate pair.</summary>
    public static string Shorten(string name) => name.Length <= 64 ? name : name[..(char.IsHighSurrogate(name[63]) ? 63 : 64)] + "…";
}
