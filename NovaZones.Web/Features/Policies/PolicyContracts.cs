using NovaZones.Core.Policies;

namespace NovaZones.Web.Features.Policies;

/// <summary>Body of saving a policy.</summary>
public sealed record PolicyBody
{
    /// <summary>Driver; left out: the one in the zone's settings.</summary>
    public string? Driver { get; init; }

    /// <summary>Active filters in order; left out: those of the version in force.</summary>
    public IReadOnlyList<string>? Filters { get; init; }

    /// <summary>Multiplier by weigher; weighers left out keep the multiplier of the version in force.</summary>
    public IReadOnlyDictionary<string, double>? Weights { get; init; }

    /// <summary>Why, for those who read the history.</summary>
    public string? Comment { get; init; }

    /// <summary>The version this edit started from; left out: replace whatever is in force.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>A version of a policy in an answer.</summary>
public sealed record PolicyResponse(
    string Name,
    int Version,
    string? Driver,
    IReadOnlyList<string> Filters,
    IReadOnlyDictionary<string, double> Weights,
    string? Comment,
    DateTimeOffset CreatedAt,
    string? CreatedBy)
{
    /// <summary>A version as it is stored.</summary>
    public static PolicyResponse From(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new PolicyResponse(
            policy.Name, policy.Version, policy.Driver, policy.Filters, policy.Weights, policy.Comment, policy.CreatedAt, policy.CreatedBy);
    }
}

/// <summary>Policies, or versions of one.</summary>
public sealed record PolicyListResponse(IReadOnlyList<PolicyResponse> Items, string? NextCursor);
