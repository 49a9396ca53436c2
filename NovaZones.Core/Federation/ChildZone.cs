namespace NovaZones.Core.Federation;

/// <summary>A zone directly below this one, as this zone knows it.</summary>
public sealed record ChildZone
{
    /// <summary>Identity of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>This zone's name for the child; part of zone paths. Letters, digits and <c>. _ -</c>, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Root of the child's API, http or https, without a path.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>Credential for the child, a secret: stored encrypted, never shown.</summary>
    public required string Token { get; init; }

    /// <summary>Added to the child's scores after scaling.</summary>
    public double WeightOffset { get; init; }

    /// <summary>The child's scores are multiplied with this; above 0.</summary>
    public double WeightScale { get; init; } = 1;

    /// <summary>Whether it is polled and asked.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When it was added, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
