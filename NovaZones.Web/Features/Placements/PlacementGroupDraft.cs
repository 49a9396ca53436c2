using System.Text.Json.Nodes;

namespace NovaZones.Web.Features.Placements;

/// <summary>One group of a request in the making: an amount of GPU that must come from one provider.</summary>
public sealed class PlacementGroupDraft
{
    internal const string GpuMilli = "GPU_MILLI";

    private readonly PlacementDraft _draft;
    private readonly JsonObject _group;

    internal PlacementGroupDraft(PlacementDraft draft, JsonObject group)
    {
        _draft = draft;
        _group = group;
    }

    /// <summary>Whether the form can show all of it: GPU alone and at most one any-of set of traits.</summary>
    public bool IsSimple =>
        _group["resources"] is JsonObject { Count: 1 } resources && resources.ContainsKey(GpuMilli)
        && (_group["traits"] is null || _group["traits"] is JsonObject { Count: 1 } traits && traits["anyOf"] is JsonArray { Count: 1 })
        && _group.All(member => member.Key is "resources" or "traits");

    /// <summary>The group as JSON, for those the form cannot show.</summary>
    public string Text => _group.ToJsonString();

    /// <summary>Thousandths of a GPU.</summary>
    public long? Milli
    {
        get => _group["resources"] is JsonObject resources ? PlacementDraft.WholeOf(resources, GpuMilli) : null;
        set
        {
            if (_group["resources"] is JsonObject resources)
            {
                resources[GpuMilli] = value ?? 0;
                _draft.Write();
            }
        }
    }

    /// <summary>Traits of which the provider must have at least one, separated by blanks.</summary>
    public string AnyOf
    {
        get => string.Join(' ', (_group["traits"]?["anyOf"] as JsonArray)?.FirstOrDefault() is JsonArray set ? set.Select(PlacementDraft.TextOrNull).OfType<string>() : []);
        set
        {
            var names = PlacementDraft.Split(value);
            _group.Remove("traits");
            if (names.Length > 0)
            {
                _group["traits"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonArray([.. names.Select(n => (JsonNode)n)])) };
            }

            _draft.Write();
        }
    }
}
