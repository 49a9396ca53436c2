using System.Collections.Immutable;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Placement;

/// <summary>Why an answer is as it is (promise 6). Serialised as it stands.</summary>
public sealed record PlacementExplanation
{
    /// <summary>The zone that answered.</summary>
    public required string Zone { get; init; }

    /// <summary>Policy and version that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>Version of the policy.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed.</summary>
    public required int Placed { get; init; }

    /// <summary>How it ended, in one sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>What this zone's own hosts said.</summary>
    public required LocalExplanation Local { get; init; }

    /// <summary>What each child said.</summary>
    public ImmutableArray<ChildExplanation> Children { get; init; } = [];

    /// <summary>When nothing fitted: the smallest changes that would have made it fit, over all zones.</summary>
    public ImmutableArray<RequestChange> Changes { get; init; } = [];

    /// <summary>Slots that were lost to somebody else, and what became of them.</summary>
    public ImmutableArray<string> Conflicts { get; init; } = [];

    /// <summary>The limit of the tenant's quota that kept instances from being placed; null when none did.</summary>
    public QuotaShortage? Quota { get; init; }

    /// <summary>Rounds of planning and claiming.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Time from the request to the answer, in milliseconds.</summary>
    public double ElapsedMs { get; init; }
}

/// <summary>The funnel of one zone's own hosts.</summary>
/// <param name="Considered">Hosts looked at: all of them, always.</param>
/// <param name="Passed">Hosts that passed every filter.</param>
/// <param name="Filters">In the order asked.</param>
/// <param name="Leading">The best few hosts for the first instance.</param>
public sealed record LocalExplanation(int Considered, int Passed, ImmutableArray<FilterExplanation> Filters, ImmutableArray<LeadingCandidate> Leading)
{
    /// <summary>When nothing fitted: the smallest changes of the request that would have made it fit here.</summary>
    public ImmutableArray<RequestChange> Changes { get; init; } = [];

    /// <summary>When fewer slots were found than were asked for: what stops one more on the hosts that took some.</summary>
    public ImmutableArray<StopCount>? AfterPlacing { get; init; }

    /// <summary>No hosts at all.</summary>
    public static LocalExplanation Nothing { get; } = new(0, 0, [], []);
}

/// <summary>What one filter did.</summary>
/// <param name="Filter">Its name.</param>
/// <param name="Dropped">Hosts it was the first to reject.</param>
/// <param name="Reasons">The same by reason, most first.</param>
public sealed record FilterExplanation(string Filter, int Dropped, ImmutableArray<ReasonCount> Reasons)
{
    /// <summary>Hosts it would reject if it were the only filter.</summary>
    public int WouldDrop { get; init; }
}

/// <summary>A change that would have made a request fit.</summary>
/// <param name="Kind">
/// What to change: <c>resources</c>, <c>traits.required</c>, <c>capabilities</c>, …, <c>both</c> for two that help only together, or
/// <c>host-state</c>, <c>limit</c> and <c>host</c>, which only an operator can.
/// </param>
/// <param name="Attribute">Class, trait, capability or other name concerned; null where the kind says all.</param>
/// <param name="From">What is asked.</param>
/// <param name="To">What would fit; null when the condition is to be dropped.</param>
/// <param name="Hosts">Hosts that would then pass every filter.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Change">A JSON merge patch of the request; null when the request cannot help.</param>
public sealed record RequestChange(string Kind, string? Attribute, string? From, string? To, int Hosts, string Text, string? Change)
{
    /// <summary>Instances that would then fit, counted up to the fewest that are of use; null from a zone that did not count them.</summary>
    public int? Instances { get; init; }
}

/// <summary>Hosts rejected for one reason.</summary>
public sealed record ReasonCount(string Reason, int Hosts)
{
    /// <summary>One of the hosts and what stands in its way; null where the zone keeps its hosts to itself.</summary>
    public RejectedHost? Example { get; init; }
}

/// <summary>A host that a filter rejected.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Obstacles">Everything about it that the filter minds; at most 8.</param>
public sealed record RejectedHost(string Host, ImmutableArray<Filters.Obstacle> Obstacles);

/// <summary>A host near the top of the ranking.</summary>
/// <param name="Host">Its name; null when it must not be told.</param>
/// <param name="Score">Sum of multiplier × share.</param>
/// <param name="Weighers">The parts of the sum.</param>
public sealed record LeadingCandidate(string? Host, double Score, ImmutableArray<WeigherShare> Weighers);

/// <summary>One weigher's part of a score.</summary>
public sealed record WeigherShare(string Weigher, double Multiplier, double Share);

/// <summary>What one child zone said, or what is told of many at once.</summary>
public sealed record ChildExplanation
{
    /// <summary>Stands in <see cref="Zone"/> of a line that tells of many.</summary>
    public const string Many = "*";

    /// <summary>The child's name, or <see cref="Many"/>.</summary>
    public required string Zone { get; init; }

    /// <summary>Number of children that the line tells of, when they are many.</summary>
    public int? Count { get; init; }

    /// <summary>Their names, at most 1000.</summary>
    public ImmutableArray<string>? Zones { get; init; }

    /// <summary>Answered, Skipped, TimedOut, Failed or Open.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, when it did not answer; also why it was asked last.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked, in milliseconds since its parent began to ask; those that were doubted are asked after the others.</summary>
    public double StartedMs { get; init; }

    /// <summary>Time until its answer, in milliseconds.</summary>
    public double ElapsedMs { get; init; }

    /// <summary>Slots it offered.</summary>
    public int Offered { get; init; }

    /// <summary>Slots taken from it.</summary>
    public int Taken { get; init; }

    /// <summary>Its own funnel, without host names.</summary>
    public LocalExplanation? Local { get; init; }

    /// <summary>What its children said.</summary>
    public ImmutableArray<ChildExplanation> Children { get; init; } = [];
}
