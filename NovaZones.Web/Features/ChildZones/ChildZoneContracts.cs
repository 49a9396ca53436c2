using NovaZones.Core.Federation;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Features.ChildZones;

/// <summary>Body of adding or changing a child zone.</summary>
public sealed record ChildZoneBody
{
    /// <summary>This zone's name for it.</summary>
    public string? Name { get; init; }

    /// <summary>Root of its API.</summary>
    public string? ApiUrl { get; init; }

    /// <summary>Credential; write-only. Left out on change, the stored one stays; required when scheme, host or port of the address change.</summary>
    public string? Token { get; init; }

    /// <summary>Added to its scores after scaling; default 0.</summary>
    public double WeightOffset { get; init; }

    /// <summary>Its scores are multiplied with this, above 0; default 1.</summary>
    public double WeightScale { get; init; } = 1;

    /// <summary>Whether it is polled and asked; default true.</summary>
    public bool Enabled { get; init; } = true;

    internal ChildZoneDraft ToDraft() => new(Name, ApiUrl, Token, WeightOffset, WeightScale, Enabled);
}

/// <summary>A child zone in an answer; its credential is never told.</summary>
public sealed record ChildZoneResponse
{
    /// <summary>Identity of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>This zone's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>Root of its API.</summary>
    public required string ApiUrl { get; init; }

    /// <summary>Added to its scores after scaling.</summary>
    public required double WeightOffset { get; init; }

    /// <summary>Its scores are multiplied with this.</summary>
    public required double WeightScale { get; init; }

    /// <summary>Whether it is polled and asked.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Unknown, Online, Offline, Disabled or Incompatible.</summary>
    public required string State { get; init; }

    /// <summary>Failures in a row.</summary>
    public required int Failures { get; init; }

    /// <summary>Why the last call failed, or null.</summary>
    public string? LastError { get; init; }

    /// <summary>Why requests do not ask it although it is there, and when they try it again; null while they do.</summary>
    public ChildBreaker? Breaker { get; init; }

    /// <summary>When it last told something, UTC, or null.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Duration of the last successful poll in milliseconds, or null.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Version of the zone protocol in which it is spoken to; null when there is none or it was not heard yet.</summary>
    public int? Protocol { get; init; }

    /// <summary>Scopes beside <c>zone:parent</c> of the token that is held for it, which it could do without; empty when it does not tell.</summary>
    public IReadOnlyList<string> ExcessScopes { get; init; } = [];

    /// <summary>What it last told, or null.</summary>
    public ZoneSummary? Summary { get; init; }

    /// <summary>A child as this zone knows it.</summary>
    public static ChildZoneResponse From(ChildState state, ChildZoneRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(registry);
        return new ChildZoneResponse
        {
            Id = state.Child.Id,
            Name = state.Child.Name,
            ApiUrl = state.Child.ApiUrl.ToString().TrimEnd('/'),
            WeightOffset = state.Child.WeightOffset,
            WeightScale = state.Child.WeightScale,
            Enabled = state.Child.Enabled,
            State = state.Health.ToString(),
            Failures = state.Failures,
            LastError = state.LastError,
            Breaker = registry.BreakerOf(state.Child.Id),
            LastSeenAt = state.SeenAt,
            LatencyMs = state.LatencyMs,
            Protocol = state.Info is null ? null : state.Protocol,
            ExcessScopes = state.ExcessScopes,
            Summary = state.Info?.Summary,
        };
    }
}

/// <summary>All child zones.</summary>
public sealed record ChildZoneListResponse(IReadOnlyList<ChildZoneResponse> Items, string? NextCursor);
