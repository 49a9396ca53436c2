using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Zones;

/// <summary>Tells whether a zone told something new: a digest of what it told without the ages, which always differ.</summary>
internal static class SummaryFingerprint
{
    /// <summary>The digest.</summary>
    public static string Of(ZoneInfo info)
    {
        var summary = info.Summary;
        var timeless = info with { AsOf = default, Summary = summary with { Own = Timeless(summary.Own), Children = Timeless(summary.Children) } };
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(timeless, WireJson.Options)));
    }

    private static ImmutableArray<ZoneNode> Timeless(ImmutableArray<ZoneNode> nodes) =>
        [.. nodes.Select(n => n with { AgeMs = null, AsOf = null, Own = Timeless(n.Own), Children = Timeless(n.Children) })];

    private static ZonePart? Timeless(ZonePart? part) => part is null ? null : part with { AgeMs = 0, AsOf = default };
}
