using NovaZones.Core.Fleet.Aggregates;

namespace NovaZones.Web.Features.Aggregates;

/// <summary>An aggregate in an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hosts">Hosts of this zone that belong to it.</param>
/// <param name="RequiredTraits">Traits that a request must require to be placed there.</param>
/// <param name="Tenants">Tenants for whom it is reserved; empty: for all.</param>
/// <param name="ChangedAt">When its rules were saved, UTC; null when it has none.</param>
public sealed record AggregateResponse(string Name, int Hosts, IReadOnlyList<string> RequiredTraits, IReadOnlyList<string> Tenants, DateTimeOffset? ChangedAt)
{
    internal static AggregateResponse From(AggregateMembers members) => new(
        members.Aggregate.Name,
        members.Hosts,
        [.. members.Aggregate.RequiredTraits],
        [.. members.Aggregate.Tenants],
        members.Aggregate.ChangedAt == default ? null : members.Aggregate.ChangedAt);
}

/// <summary>A page of aggregates.</summary>
/// <param name="Items">By name.</param>
/// <param name="NextCursor">Where the next page begins, or null at the end.</param>
public sealed record AggregateListResponse(IReadOnlyList<AggregateResponse> Items, string? NextCursor);
