using System.Globalization;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Weighers;

/// <summary>Where a number capability lies between two declared bounds: (value − low) ÷ (high − low), held within 0..1.</summary>
/// <remarks>
/// Named <c>capability:NAME[LOW..HIGH]</c>: the bounds are part of the name, so that they travel with the weights and every zone grades
/// by the same measure. A host without the capability, or with another type, gets 0.
/// </remarks>
internal sealed class CapabilityWeigher(string name, string capability, double low, double high) : ICandidateWeigher
{
    public const string Prefix = "capability:";

    public string Name => name;

    public double Weigh(PlacementContext context, Candidate candidate) =>
        candidate.Host.Capabilities.TryGetValue(capability, out var value) && value.Kind == CapabilityKind.Number
            ? Share.Of(value.Number - low, high - low)
            : 0;

    /// <summary>Reads a name; null when it is not of this form or the bounds are not low and high.</summary>
    public static CapabilityWeigher? Parse(string name)
    {
        var bracket = name.LastIndexOf('[');
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || bracket <= Prefix.Length || !name.EndsWith(']'))
        {
            return null;
        }

        var bounds = name[(bracket + 1)..^1].Split("..");
        return bounds.Length == 2 && Read(bounds[0], out var low) && Read(bounds[1], out var high) && low < high
            ? new CapabilityWeigher(name, name[Prefix.Length..bracket], low, high)
            : null;
    }

    private static bool Read(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
