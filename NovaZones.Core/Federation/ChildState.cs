using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>What this zone knows of a child at one moment (immutable).</summary>
/// <param name="Child">The row.</param>
/// <param name="Health">Whether it may be asked.</param>
/// <param name="Info">What it last told, or null.</param>
/// <param name="SeenAt">When it told that, UTC.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="LastError">Why the last call failed, or null.</param>
/// <param name="LatencyMs">Duration of the last poll that was answered.</param>
public sealed record ChildState(
    ChildZone Child, ChildHealth Health, ZoneInfo? Info, DateTimeOffset? SeenAt, int Failures, string? LastError, double? LatencyMs)
{
    /// <summary>Whether the child tells changes over a standing connection; if not, they are seen with the next poll.</summary>
    public bool IsLinked { get; init; }

    /// <summary>Version of the protocol in which it is spoken to; null when there is none that both speak.</summary>
    public int? Protocol => ZoneProtocol.Common(Info?.Protocol);

    /// <summary>What the token that is held for the child allows beside acting as its parent, which is more than it should; empty where the child does not tell.</summary>
    public IReadOnlyList<string> ExcessScopes => Info?.ExcessScopes() ?? [];

    /// <summary>Whether its program knows a feature of the protocol.</summary>
    public bool Knows(string feature) => Info is { Features.IsDefaultOrEmpty: false } info && info.Features.Contains(feature, StringComparer.Ordinal);

    /// <summary>When it was asked for what it last told, by a clock that nobody sets (<see cref="TimeProvider.GetTimestamp"/>): polls may overtake each other.</summary>
    internal long? AskedAt { get; init; }

    /// <summary>Digest of what it last told, without ages; null when it told nothing.</summary>
    internal string? Fingerprint { get; init; }
}

/// <summary>Whether a child may be asked.</summary>
public enum ChildHealth
{
    /// <summary>Not heard yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Online,

    /// <summary>It failed too often in a row; the poller goes on trying.</summary>
    Offline,

    /// <summary>The operator switched it off.</summary>
    Disabled,

    /// <summary>It answers, and speaks no version of the protocol that this zone speaks: it is not asked.</summary>
    Incompatible,
}
