using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Policies;

namespace NovaZones.Data.Policies;

/// <summary>A row for one version of a policy; never changed.</summary>
internal sealed class PolicyVersionEntity
{
    public const int DriverLength = 64;
    public const int CommentLength = 1024;
    public const int CreatedByLength = 256;

    public required string PolicyName { get; init; }

    public required int Version { get; init; }

    public string? Driver { get; init; }

    /// <summary>Names as a JSON list, in order.</summary>
    public required string Filters { get; init; }

    /// <summary>A JSON object of weighers and multipliers.</summary>
    public required string Weights { get; init; }

    /// <summary>A JSON object of the bounds that the policy sets; null when all are the zone's.</summary>
    public string? Limits { get; init; }

    public string? Comment { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? CreatedBy { get; init; }

    public static PolicyVersionEntity From(Policy policy) => new()
    {
        PolicyName = policy.Name,
        Version = policy.Version,
        Driver = policy.Driver,
        Filters = JsonSerializer.Serialize(policy.Filters),
        Weights = JsonSerializer.Serialize(policy.Weights),
        Limits = policy.Limits == PolicyLimits.OfZone ? null : JsonSerializer.Serialize(policy.Limits),
        Comment = policy.Comment,
        CreatedAt = policy.CreatedAt,
        CreatedBy = policy.CreatedBy,
    };

    public Policy ToPolicy() => new()
    {
        Name = PolicyName,
        Version = Version,
        Driver = Driver,
        Filters = JsonSerializer.Deserialize<ImmutableArray<string>>(Filters),
        Weights = (JsonSerializer.Deserialize<Dictionary<string, double>>(Weights) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Limits = Limits is null ? PolicyLimits.OfZone : JsonSerializer.Deserialize<PolicyLimits>(Limits) ?? PolicyLimits.OfZone,
        Comment = Comment,
        CreatedAt = CreatedAt,
        CreatedBy = CreatedBy,
    };
}
