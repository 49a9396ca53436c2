using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaZones.Web.Features.Placements;

/// <summary>Reads and writes single fields of a request in the making, by paths such as <c>hints.sameHost</c>.</summary>
/// <remarks>Members of other kinds than asked read as nothing. Objects come with their first field and go with their last. Not thread-safe.</remarks>
public sealed class DraftFields
{
    private readonly Func<JsonObject> _root;
    private readonly Action _written;

    internal DraftFields(Func<JsonObject> root, Action written)
    {
        _root = root;
        _written = written;
    }

    /// <summary>The text there, or null.</summary>
    public string? Text(string path) => TextOrNull(Find(path));

    /// <summary>The whole number there, or null.</summary>
    public long? Whole(string path) => WholeOrNull(Find(path));

    /// <summary>Whether true stands there.</summary>
    public bool Flag(string path) => Find(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The texts of the list there.</summary>
    public IReadOnlyList<string> Names(string path) => TextsOf(Find(path));

    /// <summary>The texts of the lists in the list there.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sets(string path) => [.. (Find(path) as JsonArray ?? []).Select(TextsOf)];

    /// <summary>The numbers of the object there, by name, in the order in which they stand.</summary>
    public IReadOnlyList<KeyValuePair<string, double?>> Numbers(string path) =>
        [.. (Find(path) as JsonObject ?? []).Select(m => KeyValuePair.Create(m.Key, NumberOrNull(m.Value)))];

    /// <summary>The texts of the object there, by name, in the order in which they stand.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Texts(string path) =>
        [.. (Find(path) as JsonObject ?? []).Select(m => KeyValuePair.Create(m.Key, TextOrNull(m.Value)))];

    /// <summary>Whether anything stands there.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>Writes a text; null or empty takes it out.</summary>
    public void SetText(string path, string? value) => Put(path, string.IsNullOrEmpty(value) ? null : JsonValue.Create(value));

    /// <summary>Writes a whole number; null takes it out.</summary>
    public void SetWhole(string path, long? value) => Put(path, value is { } whole ? JsonValue.Create(whole) : null);

    /// <summary>Writes true; false takes it out.</summary>
    public void SetFlag(string path, bool value) => Put(path, value ? JsonValue.Create(true) : null);

    /// <summary>Writes a list; an empty one is taken out.</summary>
    public void SetNames(string path, IReadOnlyList<string> names) => Put(path, names.Count > 0 ? ListOf(names) : null);

    /// <summary>Writes a list of lists; an empty one is taken out.</summary>
    public void SetSets(string path, IEnumerable<IReadOnlyList<string>> sets)
    {
        JsonNode[] lists = [.. sets.Where(s => s.Count > 0).Select(ListOf)];
        Put(path, lists.Length > 0 ? new JsonArray(lists) : null);
    }

    /// <summary>Writes the number of a name in the object there.</summary>
    public void SetNumber(string path, string name, double value)
    {
        ObjectAt(path, create: true)![name] = WholeIfItIs(value);
        _written();
    }

    /// <summary>Writes the text of a name in the object there.</summary>
    public void SetMember(string path, string name, string value)
    {
        ObjectAt(path, create: true)![name] = value;
        _written();
    }

    /// <summary>Gives a member another name at its place; a name that is there already changes nothing.</summary>
    public void Rename(string path, string name, string newName)
    {
        if (newName.Length == 0 || Find(path) is not JsonObject numbers || !numbers.ContainsKey(name) || numbers.ContainsKey(newName))
        {
            return;
        }

        var members = numbers.Select(m => KeyValuePair.Create(m.Key == name ? newName : m.Key, m.Value?.DeepClone())).ToList();
        numbers.Clear();
        foreach (var (key, value) in members)
        {
            numbers.Add(key, value);
        }

        _written();
    }

    /// <summary>Takes out whatever stands there.</summary>
    public void Remove(string path) => Put(path, null);

    /// <summary>Takes a name out of the object there; the last one takes the object along.</summary>
    public void RemoveMember(string path, string name)
    {
        if (Find(path) is JsonObject numbers && numbers.Remove(name))
        {
            DropIfEmpty(_root(), path);
            _written();
        }
    }

    internal static string? TextOrNull(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static long? WholeOrNull(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    // Through the text: a node asked for another type than it was made of refuses.
    private static double? NumberOrNull(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IReadOnlyList<string> TextsOf(JsonNode? node) => [.. (node as JsonArray ?? []).Select(TextOrNull).OfType<string>()];

    private static JsonArray ListOf(IReadOnlyList<string> names) => new([.. names.Select(n => (JsonNode)n)]);

    private static JsonValue WholeIfItIs(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? JsonValue.Create((long)value) : JsonValue.Create(value);

    private static (string? Owner, string Name) Split(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (null, path) : (path[..dot], path[(dot + 1)..]);
    }

    private static void DropIfEmpty(JsonObject root, string owner)
    {
        if (root[owner] is JsonObject { Count: 0 })
        {
            root.Remove(owner);
        }
    }

    private JsonNode? Find(string path) => Owner(path, create: false)?[Split(path).Name];

    /// <summary>The object that has the last name of a path as its member.</summary>
    private JsonObject? Owner(string path, bool create) => Split(path).Owner is { } owner ? ObjectAt(owner, create) : _root();

    private JsonObject? ObjectAt(string name, bool create)
    {
        if (_root()[name] is JsonObject there)
        {
            return there;
        }

        if (!create)
        {
            return null;
        }

        JsonObject made = [];
        _root()[name] = made;
        return made;
    }

    private void Put(string path, JsonNode? value)
    {
        var (owner, name) = Split(path);
        var place = Owner(path, create: value is not null);
        if (value is not null)
        {
            place![name] = value;
        }
        else
        {
            place?.Remove(name);
        }

        if (owner is not null)
        {
            DropIfEmpty(_root(), owner);
        }

        _written();
    }
}
