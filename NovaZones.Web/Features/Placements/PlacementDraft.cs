using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Placements;

/// <summary>A placement request in the making. The JSON body is the truth; the form's fields read and write parts of it.</summary>
/// <remarks>So both views are always in step, and what the form has no field for stays as it was written. Not thread-safe.</remarks>
public sealed class PlacementDraft
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private JsonObject _body;

    /// <summary>A modest request for one machine.</summary>
    public PlacementDraft()
    {
        _body = new JsonObject
        {
            ["count"] = 1,
            ["resources"] = new JsonObject { [ResourceClass.Vcpu] = 2, [ResourceClass.MemoryMb] = 4096 },
        };
        Text = _body.ToJsonString(_readable);
    }

    /// <summary>The body as the API takes it, as written: while it is broken the form keeps the last sound one.</summary>
    public string Text { get; private set; }

    /// <summary>What is wrong with the text as JSON, or null.</summary>
    public string? TextFault { get; private set; }

    /// <summary>Name for people.</summary>
    public string? Name
    {
        get => TextOf("name");
        set => Set("name", value);
    }

    /// <summary>Failure domain.</summary>
    public string? AvailabilityZone
    {
        get => TextOf("availabilityZone");
        set => Set("availabilityZone", value);
    }

    /// <summary>Instances wanted.</summary>
    public long? Count
    {
        get => WholeOf(_body, "count");
        set => Set(_body, "count", value);
    }

    /// <summary>Fewest instances of use.</summary>
    public long? MinCount
    {
        get => WholeOf(_body, "minCount");
        set => Set(_body, "minCount", value);
    }

    /// <summary>Traits that the host must have, separated by blanks.</summary>
    public string RequiredTraits
    {
        get => string.Join(' ', Texts(_body["traits"] as JsonObject, "required"));
        set
        {
            var names = Split(value);
            var traits = Child(_body, "traits", create: names.Length > 0);
            SetTexts(traits, "required", names);
            DropIfEmpty(_body, "traits");
            Write();
        }
    }

    /// <summary>Whether every group needs a provider of its own.</summary>
    public bool IsolateGroups
    {
        get => TextOf("groupPolicy") == "isolate";
        set => Set("groupPolicy", value ? "isolate" : null);
    }

    /// <summary>The groups, in order.</summary>
    public IReadOnlyList<PlacementGroupDraft> Groups =>
        [.. (_body["groups"] as JsonArray ?? []).OfType<JsonObject>().Select(g => new PlacementGroupDraft(this, g))];

    /// <summary>The amount asked of a class from anywhere on the host.</summary>
    public long? Resource(string resourceClass) => _body["resources"] is JsonObject resources ? WholeOf(resources, resourceClass) : null;

    /// <summary>Asks an amount of a class; null or 0 asks none.</summary>
    public void SetResource(string resourceClass, long? amount)
    {
        var resources = Child(_body, "resources", create: amount > 0);
        if (resources is not null)
        {
            resources[resourceClass] = amount;
            if (amount is null or 0)
            {
                resources.Remove(resourceClass);
            }
        }

        DropIfEmpty(_body, "resources");
        Write();
    }

    /// <summary>Adds a group of half a GPU.</summary>
    public void AddGroup()
    {
        if (_body["groups"] is not JsonArray groups)
        {
            _body["groups"] = groups = [];
        }

        groups.Add(new JsonObject { ["resources"] = new JsonObject { [PlacementGroupDraft.GpuMilli] = 500 } });
        Write();
    }

    /// <summary>Takes a group out.</summary>
    public void RemoveGroup(int index)
    {
        if (_body["groups"] is not JsonArray groups || index < 0 || index >= groups.Count)
        {
            return;
        }

        groups.RemoveAt(index);
        if (groups.Count == 0)
        {
            _body.Remove("groups");
            _body.Remove("groupPolicy");
        }

        Write();
    }

    /// <summary>Takes the whole body as text, as somebody typed it.</summary>
    public void SetText(string text)
    {
        Text = text;
        try
        {
            if (JsonNode.Parse(text, documentOptions: _strict) is JsonObject body)
            {
                _body = body;
                TextFault = null;
            }
            else
            {
                TextFault = "the body must be an object";
            }
        }
        catch (JsonException ex)
        {
            TextFault = ex.LineNumber is { } line && ex.BytePositionInLine is { } position
                ? string.Create(CultureInfo.InvariantCulture, $"this is not JSON: look at line {line + 1}, column {position + 1}")
                : "this is not JSON: a name stands twice, or it is nested too deep";
        }
    }

    /// <summary>The body with <c>dryRun</c> set or taken out, for sending.</summary>
    public JsonElement ToBody(bool dryRun)
    {
        var body = (JsonObject)_body.DeepClone();
        body.Remove("dryRun");
        if (dryRun)
        {
            body["dryRun"] = true;
        }

        return JsonSerializer.SerializeToElement(body);
    }

    /// <summary>The same request from a shell.</summary>
    public string ToCurl(string baseUri, bool dryRun)
    {
        var body = JsonSerializer.Serialize(ToBody(dryRun), _readable).Replace("'", "'\\''", StringComparison.Ordinal);
        return $"""
            curl -X POST {baseUri}api/v1/placements \
              -H "Authorization: Bearer $NOVAZONES_TOKEN" \
              -H "Content-Type: application/json" \
              -d '{body}'
            """;
    }

    internal void Write() => (Text, TextFault) = (_body.ToJsonString(_readable), null);

    internal static long? WholeOf(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    internal static string[] Texts(JsonObject? owner, string name) =>
        [.. (owner?[name] as JsonArray ?? []).Select(TextOrNull).OfType<string>()];

    internal static string? TextOrNull(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    internal static string[] Split(string? text) =>
        (text ?? "").Split([' ', ',', ';', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string? TextOf(string name) => TextOrNull(_body[name]);

    private void Set(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            _body.Remove(name);
        }
        else
        {
            _body[name] = value;
        }

        Write();
    }

    private void Set(JsonObject owner, string name, long? value)
    {
        if (value is null)
        {
            owner.Remove(name);
        }
        else
        {
            owner[name] = value;
        }

        Write();
    }

    private static JsonObject? Child(JsonObject owner, string name, bool create)
    {
        if (owner[name] is JsonObject child)
        {
            return child;
        }

        if (!create)
        {
            return null;
        }

        child = [];
        owner[name] = child;
        return child;
    }

    private static void SetTexts(JsonObject? owner, string name, string[] texts)
    {
        if (owner is null)
        {
            return;
        }

        if (texts.Length == 0)
        {
            owner.Remove(name);
        }
        else
        {
            owner[name] = new JsonArray([.. texts.Select(t => (JsonNode)t)]);
        }
    }

    private static void DropIfEmpty(JsonObject owner, string name)
    {
        if (owner[name] is JsonObject { Count: 0 })
        {
            owner.Remove(name);
        }
    }
}
