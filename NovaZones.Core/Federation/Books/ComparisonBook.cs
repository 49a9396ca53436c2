using System.Collections.Concurrent;
using NovaZones.Core.Live;

namespace NovaZones.Core.Federation.Books;

/// <summary>How comparing records with each child stands, in memory since the zone started. Thread-safe.</summary>
public sealed class ComparisonBook(ChangeFeed feed)
{
    private readonly ConcurrentDictionary<Guid, ChildComparison> _children = new();

    /// <summary>How it stands with a child; null when it was not compared yet.</summary>
    public ChildComparison? Find(Guid childZoneId) => _children.GetValueOrDefault(childZoneId);

    internal void Put(Guid childZoneId, ChildComparison comparison)
    {
        var before = Find(childZoneId);
        _children[childZoneId] = comparison;
        if (before is null || (before.Trouble, before.Held, before.Lost, before.GhostsReleased, before.GhostsLeft)
            != (comparison.Trouble, comparison.Held, comparison.Lost, comparison.GhostsReleased, comparison.GhostsLeft))
        {
            feed.Publish(ChangeTopic.Children);
        }
    }
}

/// <summary>How this zone's records agree with one child's.</summary>
public sealed record ChildComparison
{
    /// <summary>When a round with the child last ended well, UTC, or null.</summary>
    public DateTimeOffset? ComparedAt { get; init; }

    /// <summary>Why the last round did not end well, or null.</summary>
    public string? Trouble { get; init; }

    /// <summary>Instances that the child held for this zone when everything was last gone through.</summary>
    public int Held { get; init; }

    /// <summary>Of this zone's instances with the child, those found lost when everything was last gone through.</summary>
    public int Lost { get; init; }

    /// <summary>Instances that only the child knew and that were given back, since this zone started.</summary>
    public long GhostsReleased { get; init; }

    /// <summary>Instances that only the child knew and that were left alone, since <see cref="FederationOptions.ReleaseGhosts"/> is off, when last looked at.</summary>
    public int GhostsLeft { get; init; }

    /// <summary>Where the next round goes on in the child's records.</summary>
    internal string? HeldAfter { get; init; }

    /// <summary>Where the next round goes on in this zone's records.</summary>
    internal Claims.HeldCursor? OwnAfter { get; init; }

    /// <summary>Counts of the walk that is under way.</summary>
    internal int HeldSoFar { get; init; }

    /// <summary>Counts of the walk that is under way.</summary>
    internal int LostSoFar { get; init; }

    /// <summary>Counts of the walk that is under way.</summary>
    internal int GhostsSoFar { get; init; }
}
