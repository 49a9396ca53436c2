using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Placement;

namespace NovaZones.Web.Features.Placements.Parts;

/// <summary>When the zones below were asked, and for how long each was waited for. What was not asked at all is not drawn.</summary>
public partial class AskingTimeLine
{
    private const int MostLines = 64;

    private List<AskedZone> _lines = [];
    private double _endMs;

    /// <summary>What the children said.</summary>
    [Parameter]
    [EditorRequired]
    public required ImmutableArray<ChildExplanation> Children { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _lines = [.. Asked(Children, "", 0, 0).Take(MostLines)];
        _endMs = _lines.Count == 0 ? 0 : _lines.Max(line => line.ToMs);
    }

    // A zone counts from the moment at which it began to ask; drawn as if it had begun when it was asked itself.
    private static IEnumerable<AskedZone> Asked(ImmutableArray<ChildExplanation> children, string above, int depth, double beganMs) =>
        (children.IsDefault ? [] : children).Where(child => child.ElapsedMs > 0).OrderBy(child => child.StartedMs).SelectMany(child =>
        {
            var (path, from) = (above + child.Zone, beganMs + child.StartedMs);
            return Asked(child.Children, path + "!", depth + 1, from).Prepend(new AskedZone(path, child.Zone, depth, child.Outcome, from, from + child.ElapsedMs));
        });

    private string Percent(double milliseconds) => (100 * milliseconds / _endMs).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private sealed record AskedZone(string Path, string Zone, int Depth, string Outcome, double FromMs, double ToMs)
    {
        public bool IsAnswered => Outcome == "Answered";
    }
}
