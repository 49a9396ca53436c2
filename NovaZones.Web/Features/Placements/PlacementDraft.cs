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
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

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
        Fields = new DraftFields(() => _body, Write);
    }

    /// <summary>The body as the API takes it, as written: while it is broken the form keeps the last sound one.</summary>
    public string Text { get; private set; }

    /// <summary>What is wrong with the text as JSON, or null.</summary>
    public string? TextFault { get; private set; }

    /// <summary>Its single fields by path.</summary>
    public DraftFields Fields { get; }

    /// <summary>Name for people.</summary>
    public string? Name
    {
        get => Fields.Text("name");
        set => Fields.SetText("name", value);
    }

    /// <summary>Failure domain.</summary>
    public string? AvailabilityZone
    {
        get => Fields.Text("availabilityZone");
        set => Fields.SetText("availabilityZone", value);
    }

    /// <summary>Instances wanted.</summary>
    public long? Count
    {
        get => Fields.Whole("count");
        set => Fields.SetWhole("count", value);
    }

    /// <summary>Fewest instances of use.</summary>
    public long? MinCount
    {
        get => Fields.Whole("minCount");
        set => Fields.SetWhole("minCount", value);
    }

    /// <summary>Traits that the host must have, separated by blanks.</summary>
    public string RequiredTraits
    {
        get => string.Join(' ', Fields.Names("traits.required"));
        set => Fields.SetNames("traits.required", Split(value));
    }

    /// <summary>Whether every group needs a provider of its own.</summary>
    public bool IsolateGroups
    {
        get => Fields.Text("groupPolicy") == "isolate";
        set => Fields.SetText("groupPolicy", value ? "isolate" : null);
    }

    /// <summary>How instances stand to others of the same server group; null when there is none.</summary>
    /// <remarks>What means nothing under another policy goes with the policy; without one nothing of the group stays.</remarks>
    public string? GroupPolicy
    {
        get => Fields.Text("group.policy");
        set
        {
            if (string.IsNullOrEmpty(value))
            {
                Fields.Remove("group");
                return;
            }

            Fields.SetText("group.policy", value);
            foreach (var (member, policy) in new[] { ("maxPerHost", "anti-affinity"), ("capability", "spread"), ("maxSkew", "spread") })
            {
                if (policy != value)
                {
                    Fields.Remove("group." + member);
                }
            }
        }
    }

    /// <summary>The groups, in order.</summary>
    public IReadOnlyList<PlacementGroupDraft> Groups =>
        [.. (_body["groups"] as JsonArray ?? []).OfType<JsonObject>().Select(g => new PlacementGroupDraft(g, Write))];

    /// <summary>The amount asked of a class from anywhere on the host.</summary>
    public long? Resource(string resourceClass) => Fields.Whole("resources." + resourceClass);

    /// <summary>Asks an amount of a class; null or 0 asks none.</summary>
    public void SetResource(string resourceClass, long? amount) => Fields.SetWhole("resources." + resourceClass, amount is 0 ? null : amount);

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

    /// <summary>Takes a group out; what is said about groups goes with the last.</summary>
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
            _body.Remove("sameSubtree");
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

    /// <summary>Words of a text, separated by blanks or commas.</summary>
    internal static string[] Split(string? text) =>
        (text ?? "").Split([' ', ',', ';', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Write() => (Text, TextFault) = (_body.ToJsonString(_readable), null);
}
