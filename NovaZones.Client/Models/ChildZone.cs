namespace NovaZones.Client.Models;

/// <summary>A zone right below the one that was asked; its credential is never told.</summary>
public sealed record ChildZone
{
    /// <summary>Identity of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The parent's name for it.</summary>
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

    /// <summary>Scopes beside <c>zone:parent</c> of the token that the parent holds for it, which it could do without; empty when it does not tell.</summary>
    public IReadOnlyList<string> ExcessScopes { get; init; } = [];
}
