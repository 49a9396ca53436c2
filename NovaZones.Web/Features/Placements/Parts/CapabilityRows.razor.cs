using Microsoft.AspNetCore.Components;
using NovaZones.Core.Fleet;
using NovaZones.Web.Features.Hosts.Completion;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>What hosts must say of themselves: names with an expression each, offered from what the hosts of this zone say.</summary>
public partial class CapabilityRows
{
    private const string Path = "capabilities";

    private QueryVocabulary? _words;

    /// <summary>What the rows belong to.</summary>
    [CascadingParameter]
    public required PlacementFormState Form { get; set; }

    /// <summary>The hosts whose capabilities are offered.</summary>
    [Inject]
    public required FleetView Fleet { get; init; }

    private DraftFields Fields => Form.Draft.Fields;

    // Gathered once for the form, and only when it asks for capabilities.
    private QueryVocabulary Words => _words ??= QueryVocabulary.Of(Fleet.Current);

    private IReadOnlyList<string> Names => Fields.Texts(Path).Count == 0 ? [] : [.. Capabilities];

    private IEnumerable<string> Capabilities => Words.Values.Keys
        .Where(name => name != "$host.availabilityZone" && !name.StartsWith("$trait.", StringComparison.Ordinal)).Select(name => name[1..]).Order(StringComparer.Ordinal);

    private string? Fault(string name) => Form.FaultOf($"{Path}.{name}");

    private Task Add()
    {
        var taken = Fields.Texts(Path).Select(row => row.Key).ToList();
        var name = Capabilities.Except(taken, StringComparer.Ordinal).FirstOrDefault() ?? $"name{taken.Count + 1}";
        return Form.SetAsync(_ => Fields.SetMember(Path, name, ""));
    }
}
