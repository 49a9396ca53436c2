using System.Collections.Immutable;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Flaws;

/// <summary>Finds what is wrong with the figures that a child tells: they are input from outside, kept, and told further up.</summary>
/// <remarks>
/// Everything that reads summaries relies on this: nothing is null, no list is without end, no figure so large that a sum of some could
/// not be told. The bounds lie far above what zones of any version tell, so that a newer child with other bounds is still read.
/// </remarks>
internal static class SummaryFlaws
{
    /// <summary>Most levels below a child; a zone shows 32 of them.</summary>
    public const int MostLevels = 64;

    private const int MostNames = 8 * ZoneSummary.MaxNames;
    private const int MostValues = 32 * ZoneSummary.MaxValues;
    private const int MostFits = 32 * ZoneSummary.MaxFits;
    private const int LongestName = 255;
    private const int LongestText = 16 * 1024;
    private const int LongestRequest = 1024 * 1024;

    /// <summary>What is wrong with what a zone tells, or null.</summary>
    public static string? Of(ZoneInfo info)
    {
        if (!IsName(info.Name) || !AreTexts(info.Path, info.Version, info.Driver, info.Policy) || !IsText(info.PublicUrl) || info.Summary is not { } summary)
        {
            return "what it tells of itself is missing or too long";
        }

        if (info.Features.IsDefault || info.Features.Length > MostNames || !info.Features.All(IsName)
            || info.Capabilities is null || info.Capabilities.Count > MostNames || info.Capabilities.Any(c => !IsText(c.Key) || c.Value is null || !IsText(c.Value)))
        {
            return "its features or capabilities make no sense";
        }

        if (info.CallerScopes is { } scopes && (scopes.IsDefault || scopes.Length > MostNames || !scopes.All(IsName)))
        {
            return "the scopes that it tells of its caller make no sense";
        }

        if (AreWrong(summary.Traits) || AreWrong(summary.AvailabilityZones))
        {
            return "its traits or availability zones are missing, too many or too long";
        }

        if (summary.Capabilities is null || summary.Capabilities.Count > MostNames || summary.Capabilities.Any(c => c.Key.Length > LongestName || IsWrong(c.Value)))
        {
            return "the capabilities of its hosts make no sense";
        }

        if (IsWrong(summary.Hosts) || AreWrong(summary.Resources))
        {
            return "its figures make no sense";
        }

        if (summary.Fits.IsDefault || summary.Fits.Length > MostFits || summary.Fits.Any(IsWrong))
        {
            return "what fits in it makes no sense";
        }

        return summary.Own is { } own && IsWrong(own) ? "the figures of its own hosts make no sense" : OfNodes(summary.Children, 1);
    }

    private static string? OfNodes(ImmutableArray<ZoneNode> nodes, int level)
    {
        if (nodes.IsDefault || nodes.Any(n => n is null || IsWrong(n)))
        {
            return "what it tells of zones below makes no sense";
        }

        return level > MostLevels && !nodes.IsEmpty
            ? $"it tells of zones more than {MostLevels} levels below"
            : nodes.Select(n => OfNodes(n.Children, level + 1)).FirstOrDefault(flaw => flaw is not null);
    }

    private static bool IsWrong(ZoneNode node) =>
        !IsName(node.Name) || !AreTexts(node.Path, node.State) || !IsText(node.Reason) || !IsText(node.Version) || !IsText(node.Driver) || !IsText(node.Policy) || !IsText(node.PublicUrl)
        || node.Zones is < 0 or > Figures.MostThings || (node.AgeMs is { } age && IsWrongAge(age))
        || IsWrong(node.Hosts) || AreWrong(node.Resources) || (node.Own is { } own && IsWrong(own));

    private static bool IsWrong(ZonePart part) =>
        IsWrong(part.Hosts) || AreWrong(part.Resources) || IsWrongAge(part.AgeMs)
        || part.Fits is null || part.Fits.Count > MostFits || part.Fits.Any(f => f.Key.Length > LongestName || IsWrong(f.Value));

    private static bool IsWrong(RequestFit? fit) =>
        fit is not { Key: { Length: <= LongestName }, Request: { Length: <= LongestRequest } } || IsWrong(fit.Count) || fit.Zones is < 0 or > Figures.MostThings;

    private static bool IsWrong(CapabilitySummary? capability) =>
        capability is null || (capability.Values is { } values && (values.IsDefault || values.Length > MostValues || !values.All(v => v is not null && IsText(v))))
        || !double.IsFinite(capability.Min ?? 0) || !double.IsFinite(capability.Max ?? 0);

    private static bool IsWrong(HostCounts hosts) => IsWrongNumber(hosts.Up) || IsWrongNumber(hosts.Down) || IsWrongNumber(hosts.Disabled);

    private static bool AreWrong(ImmutableSortedDictionary<string, ResourceSummary>? resources) =>
        resources is null || resources.Count > Figures.MostClasses
        || resources.Any(r => r.Key.Length > LongestName || IsWrong(r.Value.Capacity) || IsWrong(r.Value.Used) || IsWrong(r.Value.LargestFree));

    private static bool AreWrong(ImmutableArray<string> names) => names.IsDefault || names.Length > MostNames || !names.All(IsName);

    private static bool IsWrong(long amount) => amount is < 0 or > Figures.Most;

    private static bool IsWrongNumber(int things) => things is < 0 or > Figures.MostThings;

    private static bool IsWrongAge(long ageMs) => ageMs is < 0 or > Figures.MostAgeMs;

    private static bool IsName(string? name) => name is { Length: <= LongestName };

    private static bool AreTexts(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is null || !IsText(text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a text that may be missing is not too long.</summary>
    private static bool IsText(string? text) => text is not { Length: > LongestText };
}
