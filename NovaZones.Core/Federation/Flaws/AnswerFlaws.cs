using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Flaws;

/// <summary>Finds what is wrong with a child's answers to anything but a question for slots, which is held against what was asked.</summary>
/// <remarks>An answer with a flaw counts as none. Of a claim that means doubt: what was asked is given back later, as if the child had fallen silent.</remarks>
public static class AnswerFlaws
{
    /// <summary>As long as the records keep a path, <see cref="ZonePath"/>, and a host's name.</summary>
    private const int LongestPath = 1024;

    private const int LongestName = 255;
    private const int LongestText = 4096;
    private const int Most = 100_000;

    /// <summary>What is wrong with what a zone tells of itself, or null.</summary>
    public static string? Of(ZoneInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        return SummaryFlaws.Of(info);
    }

    /// <summary>What is wrong with the answer to a claim, or null.</summary>
    public static string? Of(ClaimResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Claimed.IsDefault || answer.Claimed.Length > Most || answer.Claimed.Any(c => c is null || !double.IsFinite(c.Score) || !IsPlace(c.Zone, c.Host)))
        {
            return "its answer claims instances in a way that makes no sense";
        }

        return answer.Conflicts.IsDefault || answer.Conflicts.Length > Most || answer.Conflicts.Any(c => c is not { Length: <= LongestText })
            ? "its answer tells of conflicts in a way that makes no sense"
            : null;
    }

    /// <summary>What is wrong with the answer to a question that places at once, its offer aside; or null.</summary>
    public static string? Of(TakeResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Claim is { } claim ? Of(claim) : null;
    }

    /// <summary>What is wrong with the answer to a release, or null.</summary>
    public static string? Of(ReleaseResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);

        // Programs of the first versions told nothing of what they release later.
        return answer.Released.IsDefault ? "its answer does not tell what is released" : null;
    }

    /// <summary>What is wrong with what a child says that it holds, or null.</summary>
    public static string? Of(ReconcileResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Instances.IsDefault || answer.Instances.Length > Most || answer.Next is { Length: > LongestText }
            || answer.Instances.Any(h => h is null || h.State is not { Length: <= LongestName } || !IsPlace(h.Zone, h.Host) || h.Reason is { Length: > LongestText })
                ? "its answer tells of instances in a way that makes no sense"
                : null;
    }

    /// <summary>What is wrong with counts of what would fit, or null.</summary>
    public static string? Of(CapacityAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Zones.IsDefault || answer.Zones.Length > Most || answer.Zones.Any(z =>
            z is null || z.Zone is not { Length: <= LongestText } || z.Outcome is not { Length: <= LongestName } || z.Reason is { Length: > LongestText }
            || z.Count is < 0 or > Figures.Most || z.LargestOnOneHost < 0 || z.GroupMembers < 0)
                ? "its answer makes no sense"
                : null;
    }

    /// <summary>What is wrong with what a child wants to be leased, or null.</summary>
    public static string? Of(LeaseListResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Items is null || answer.Items.Count > Most || answer.Next is { Length: > LongestText }
            || answer.Items.Any(l => l is null || l.Tenant is not { Length: <= LongestName } || IsWrong(l.Sequence) || AreWrong(l.Used))
                ? "its answer asks for leases in a way that makes no sense"
                : null;
    }

    /// <summary>What is wrong with how a child confirms leases, or null.</summary>
    public static string? Of(LeaseResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Leases is null || answer.Leases.Count > Most
            || answer.Leases.Any(l => l is null || l.Tenant is not { Length: <= LongestName } || IsWrong(l.Sequence) || l.Reason is { Length: > LongestText } || AreWrong(l.Used) || AreWrong(l.Allowed))
                ? "its answer confirms leases in a way that makes no sense"
                : null;
    }

    private static bool IsWrong(long sequence) => sequence is < 0 or > LeaseBody.MostSequence;

    private static bool AreWrong(IReadOnlyDictionary<string, long>? amounts) =>
        amounts is null || amounts.Count > Figures.MostClasses || amounts.Any(a => a.Key.Length > LongestName || a.Value is < 0 or > Figures.Most);

    /// <summary>Whether it can be kept with room for the child's own name before it.</summary>
    private static bool IsPlace(string? zone, string? host) => zone is not { Length: > LongestPath - 65 } && host is not { Length: > LongestName };
}
