using System.Collections.Immutable;

namespace NovaZones.Core.Federation.Protocol;

/// <summary>How zones of different programs come to understand each other.</summary>
/// <remarks>
/// A zone tells the versions it speaks and its features in <c>GET /api/v1/zone</c>; a parent uses the highest version that both speak
/// and names it in <see cref="HeaderName"/> with every question. Unknown fields are passed over in both directions, so a new optional
/// field needs neither a version nor a feature. What must not be passed over is a feature: a body names it in <c>needs</c>, and a zone
/// that does not know it says so instead of answering half. A version is for what cannot be said that way.
/// Version 1: zones that tell no versions. Version 2: <c>needs</c> is heeded.
/// </remarks>
public static class ZoneProtocol
{
    /// <summary>What a zone speaks that tells no versions.</summary>
    public const int First = 1;

    /// <summary>Header of a question that names the version in use, and of an answer.</summary>
    public const string HeaderName = "NovaZones-Protocol";

    /// <summary>Feature: a claim with <c>exact</c> takes the planned hosts or none.</summary>
    public const string ExactClaims = "exact-claims";

    /// <summary>Feature: a request that concerns one child alone is placed there in one call.</summary>
    public const string Outright = "outright";

    /// <summary>What this program speaks.</summary>
    public static ProtocolRange Own { get; } = new(First, 2);

    /// <summary>What this program knows beyond the first version.</summary>
    public static ImmutableArray<string> Features { get; } = [ExactClaims, Outright];

    /// <summary>The highest version that both speak; null when there is none.</summary>
    /// <param name="peer">What the peer tells; null when it tells nothing.</param>
    public static int? Common(ProtocolRange? peer)
    {
        var other = peer ?? new ProtocolRange(First, First);
        var highest = Math.Min(other.Max, Own.Max);
        return highest >= other.Min && highest >= Own.Min ? highest : null;
    }

    /// <summary>Why the peer cannot be spoken to, or null when it can.</summary>
    public static string? Estrangement(ProtocolRange? peer) =>
        Common(peer) is null ? $"it speaks {peer} of the zone protocol and this zone {Own}: no common version" : null;

    /// <summary>Those of the features that this program does not know.</summary>
    public static IEnumerable<string> Unknown(ImmutableArray<string>? needs) =>
        needs is { IsDefaultOrEmpty: false } named ? named.Where(n => !Features.Contains(n, StringComparer.Ordinal)) : [];
}
