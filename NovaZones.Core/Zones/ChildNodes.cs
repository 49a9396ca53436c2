using System.Collections.Immutable;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Zones;

/// <summary>Hangs what the children told into this zone's tree: paths from here, ages with every hop, no zone below itself.</summary>
/// <param name="self">Identity of this zone.</param>
/// <param name="now">The time by which ages are told.</param>
internal sealed class ChildNodes(Guid self, DateTimeOffset now)
{
    /// <summary>Levels below a child that are shown; a bound on trees of programs that tell no identities.</summary>
    private const int MaxLevels = 32;

    /// <summary>Longest path that is shown: far above <see cref="MaxLevels"/> names.</summary>
    private const int LongestPath = 8 * 1024;

    /// <summary>The child's place in the tree.</summary>
    /// <param name="state">The child.</param>
    /// <param name="doubleOf">The row that stands for the same zone, when this one is superfluous.</param>
    public ZoneNode Of(ChildState state, string? doubleOf)
    {
        var info = state.Info;
        var summary = info?.Summary;
        var hop = state.SeenAt is { } seen ? Math.Max(0, (long)(now - seen).TotalMilliseconds) : (long?)null;
        return new ZoneNode
        {
            Id = info?.Id,
            Name = state.Child.Name,
            Path = state.Child.Name,
            State = state.Health.ToString(),
            Reason = doubleOf is not null ? $"the same zone as {doubleOf}: asked and counted there" : state.Health is ChildHealth.Online ? null : state.LastError,
            AgeMs = hop,
            AsOf = AsOf(hop),
            Version = info?.Version,
            Driver = info?.Driver,
            Policy = info?.Policy,
            PolicyVersion = info?.PolicyVersion,
            PublicUrl = SafeUrl(info?.PublicUrl),
            Hosts = summary?.Hosts ?? default,
            Resources = summary?.Resources ?? ImmutableSortedDictionary.Create<string, ResourceSummary>(StringComparer.Ordinal),
            Own = Aged(summary?.Own, hop ?? 0),
            Children = info is null || doubleOf is not null ? [] : Below(info.Summary.Children, state.Child.Name, hop ?? 0, [self, info.Id], 1),
        };
    }

    /// <summary>Grandchildren as the child told them, under the path that leads there from here; older by the hop to the child.</summary>
    private ImmutableArray<ZoneNode> Below(ImmutableArray<ZoneNode> nodes, string prefix, long hop, ImmutableList<Guid> above, int level)
    {
        if (level > MaxLevels)
        {
            return [];
        }

        // A zone that is above already leads back: shown again and again it would make the tree grow with every poll.
        return
        [
            .. nodes.Where(n => (n.Id is not { } id || !above.Contains(id)) && prefix.Length + n.Path.Length < LongestPath).Select(n => n with
            {
                Path = ZonePath.Join(prefix, n.Path),
                AgeMs = n.AgeMs is { } age ? Figures.Older(age, hop) : null,
                AsOf = AsOf(n.AgeMs is { } old ? Figures.Older(old, hop) : null),
                PublicUrl = SafeUrl(n.PublicUrl),
                Own = Aged(n.Own, hop),
                Children = Below(n.Children, prefix, hop, n.Id is { } own ? above.Add(own) : above, level + 1),
            }),
        ];
    }

    private ZonePart? Aged(ZonePart? part, long hop)
    {
        if (part is null)
        {
            return null;
        }

        var age = Figures.Older(part.AgeMs, hop);
        return part with { AgeMs = age, AsOf = now - TimeSpan.FromMilliseconds(age) };
    }

    /// <summary>Ages travel and moments are reckoned from them here: clocks of zones differ.</summary>
    private DateTimeOffset? AsOf(long? ageMs) => ageMs is { } age ? now - TimeSpan.FromMilliseconds(age) : null;

    /// <summary>A child's word becomes a link in our console: http and https only.</summary>
    private static string? SafeUrl(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? url : null;
}
