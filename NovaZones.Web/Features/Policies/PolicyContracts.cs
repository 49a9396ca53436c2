using System.Text.Json.Serialization;
using NovaZones.Core.Policies;

namespace NovaZones.Web.Features.Policies;

/// <summary>Body of saving a policy.</summary>
public record PolicyBody
{
    /// <summary>Driver; null: the one in the zone's settings; left out: that of the version in force.</summary>
    public string? Driver
    {
        get;
        init
        {
            field = value;
            NamesDriver = true;
        }
    }

    /// <summary>Whether <see cref="Driver"/> was given, perhaps as null.</summary>
    [JsonIgnore]
    public bool NamesDriver { get; private init; }

    /// <summary>Active filters in order; left out: those of the version in force.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    /// <summary>Multiplier by weigher; weighers left out keep the multiplier of the version in force.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>Bounds for each host, all three at once: one that is null or left out is the zone's setting. Null: all are; left out: those of the version in force.</summary>
    public PolicyLimits? Limits
    {
        get;
        init
        {
            field = value;
            NamesLimits = true;
        }
    }

    /// <summary>Whether <see cref="Limits"/> was given, perhaps as null.</summary>
    [JsonIgnore]
    public bool NamesLimits { get; private init; }

    /// <summary>Why, for those who read the history.</summary>
    public string? Comment { get; init; }

    /// <summary>The version this edit started from; left out: replace whatever is in force.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>Body of previewing a policy: what would be saved, and on how many requests to try it.</summary>
public sealed record PolicyPreviewBody : PolicyBody
{
    /// <summary>How many of the requests that were asked last, 1 to 1000; left out: 200.</summary>
    public int? Requests { get; init; }
}

/// <summary>A version of a policy in an answer.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Version">1 for the first version.</param>
/// <param name="Driver">Its driver, or null for the zone's.</param>
/// <param name="Filters">Active filters in order.</param>
/// <param name="Weights">Multiplier by weigher.</param>
/// <param name="Limits">Bounds for each host; null for the zone's setting, 0 for none.</param>
/// <param name="Effective">What comes of driver and limits in this zone as it is set now.</param>
/// <param name="Warnings">What its operator should know; empty when there is nothing to say.</param>
/// <param name="Comment">Why it was made, or null.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="CreatedBy">Who made it, or null for the one that ships.</param>
public sealed record PolicyResponse(
    string Name,
    int Version,
    string? Driver,
    IReadOnlyList<string> Filters,
    IReadOnlyDictionary<string, double> Weights,
    PolicyLimits Limits,
    EffectivePolicy Effective,
    IReadOnlyList<PolicyWarning> Warnings,
    string? Comment,
    DateTimeOffset CreatedAt,
    string? CreatedBy)
{
    /// <summary>A version as it is stored, with what it comes to.</summary>
    public static PolicyResponse From(Policy policy, PolicyReview review)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(review);
        return new PolicyResponse(
            policy.Name, policy.Version, policy.Driver, policy.Filters, policy.Weights, policy.Limits,
            new EffectivePolicy(review.DriverOf(policy), review.LimitsOf(policy)), review.WarningsOf(policy), policy.Comment, policy.CreatedAt, policy.CreatedBy);
    }
}

/// <summary>What a policy comes to where it leaves something to the zone.</summary>
/// <param name="Driver">The driver that counts.</param>
/// <param name="Limits">The bounds that count; 0 means none.</param>
public sealed record EffectivePolicy(string Driver, PolicyLimits Limits);

/// <summary>Policies, or versions of one.</summary>
public sealed record PolicyListResponse(IReadOnlyList<PolicyResponse> Items, string? NextCursor);
