namespace NovaZones.Client.Models;

/// <summary>Why a request was answered as it was.</summary>
public sealed record Explanation
{
    /// <summary>The zone that answered.</summary>
    public required string Zone { get; init; }

    /// <summary>Policy that decided.</summary>
    public required string Policy { get; init; }

    /// <summary>Its version.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>Instances asked for.</summary>
    public required int Requested { get; init; }

    /// <summary>Instances placed.</summary>
    public required int Placed { get; init; }

    /// <summary>How it ended, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What the zone's own hosts said.</summary>
    public required Funnel Local { get; init; }

    /// <summary>What each child said.</summary>
    public IReadOnlyList<ChildFunnel> Children { get; init; } = [];

    /// <summary>When nothing fitted: the smallest changes that would have made it fit.</summary>
    public IReadOnlyList<SmallestChange> Changes { get; init; } = [];

    /// <summary>Slots that were lost to somebody else, and what became of them.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];
}

/// <summary>How the hosts of a zone were filtered and weighed.</summary>
/// <param name="Considered">Hosts looked at.</param>
/// <param name="Passed">Hosts that passed every filter.</param>
/// <param name="Filters">In the order asked.</param>
/// <param name="Leading">The best few.</param>
public sealed record Funnel(int Considered, int Passed, IReadOnlyList<FilterLine> Filters, IReadOnlyList<Candidate> Leading);

/// <summary>A host near the top.</summary>
/// <param name="Host">Its name; null when it must not be told.</param>
/// <param name="Score">Sum of multiplier × share.</param>
/// <param name="Weighers">The parts of the sum.</param>
public sealed record Candidate(string? Host, double Score, IReadOnlyList<WeigherPart> Weighers);

/// <summary>One weigher's part of a score.</summary>
/// <param name="Weigher">Its name.</param>
/// <param name="Multiplier">Its weight.</param>
/// <param name="Share">What the host reached of it, 0 to 1.</param>
public sealed record WeigherPart(string Weigher, double Multiplier, double Share);

/// <summary>What a child zone said.</summary>
/// <param name="Zone">Its name; <c>*</c> for a line that tells of many.</param>
/// <param name="Outcome">Answered, Skipped, TimedOut, Failed or Open.</param>
/// <param name="Reason">Why it did not answer, or null.</param>
/// <param name="ElapsedMs">Time until its answer in milliseconds.</param>
/// <param name="Offered">Slots that it offered.</param>
/// <param name="Taken">Slots taken from it.</param>
/// <param name="Local">Its own funnel, or null.</param>
/// <param name="Children">What its children said.</param>
public sealed record ChildFunnel(
    string Zone, string Outcome, string? Reason, double ElapsedMs, int Offered, int Taken, Funnel? Local, IReadOnlyList<ChildFunnel>? Children);
