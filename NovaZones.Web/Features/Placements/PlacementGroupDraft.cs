using System.Text.Json.Nodes;

namespace NovaZones.Web.Features.Placements;

/// <summary>One group of a request in the making: amounts and traits that must come from one provider.</summary>
public sealed class PlacementGroupDraft
{
    internal const string GpuMilli = "GPU_MILLI";

    private static readonly string[] _suggested = [GpuMilli, "PGPU", "VGPU", "VCPU", "MEMORY_MB", "DISK_GB"];

    private readonly JsonObject _group;

    internal PlacementGroupDraft(JsonObject group, Action written)
    {
        _group = group;
        Fields = new DraftFields(() => _group, written);
    }

    /// <summary>Its single fields by path.</summary>
    public DraftFields Fields { get; }

    /// <summary>Whether the form can show all of it: amounts, a name, and at most one any-of set of traits.</summary>
    public bool IsSimple =>
        _group.All(member => member.Key is "name" or "resources" or "traits")
        && _group["resources"] is null or JsonObject
        && Fields.Numbers("resources").All(r => r.Value is not null)
        && (_group["traits"] is null || _group["traits"] is JsonObject traits && traits.All(t => t.Key is "required" or "forbidden" or "anyOf") && traits["anyOf"] is null or JsonArray { Count: <= 1 });

    /// <summary>The group as JSON, for those the form cannot show.</summary>
    public string Text => _group.ToJsonString();

    /// <summary>Thousandths of a GPU.</summary>
    public long? Milli
    {
        get => Fields.Whole("resources." + GpuMilli);
        set => Fields.SetWhole("resources." + GpuMilli, value);
    }

    /// <summary>Traits of which the provider must have at least one, separated by blanks.</summary>
    public string AnyOf
    {
        get => string.Join(' ', Fields.Sets("traits.anyOf").FirstOrDefault() ?? []);
        set => Fields.SetSets("traits.anyOf", [PlacementDraft.Split(value)]);
    }

    /// <summary>Asks for one of a further class, to be renamed.</summary>
    public void AddResource()
    {
        var taken = Fields.Numbers("resources").Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var name = _suggested.Concat(Enumerable.Range(1, taken.Count + 1).Select(i => $"CUSTOM_{i}")).First(n => !taken.Contains(n));
        Fields.SetNumber("resources", name, name == GpuMilli ? 500 : 1);
    }
}
