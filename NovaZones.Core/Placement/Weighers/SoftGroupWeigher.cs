using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Placement.Weighers;

/// <summary>Draws members of a server group together, or keeps them apart, without refusing any host.</summary>
/// <remarks>
/// <c>soft-affinity</c>: members ÷ (members + 1) on the host, 0 where there is none. <c>soft-anti-affinity</c>: 1 ÷ (members + 1).
/// For a request whose group has another policy, or that has no group, the share is 0 everywhere.
/// </remarks>
internal sealed class SoftGroupWeigher(string name, GroupPolicy policy) : ICandidateWeigher
{
    public const string Together = "soft-affinity";
    public const string Apart = "soft-anti-affinity";

    public string Name => name;

    public bool IsIdle(PlacementContext context) => context.Request.Group?.Policy != policy;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        if (context.Request.Group is not { } demand || demand.Policy != policy)
        {
            return 0;
        }

        var members = candidate.Host.MembersOf(demand.Key);
        return policy == GroupPolicy.SoftAffinity ? Share.Of(members, members + 1) : Share.Of(1, members + 1);
    }

    public static SoftGroupWeigher ForAffinity() => new(Together, GroupPolicy.SoftAffinity);

    public static SoftGroupWeigher ForAntiAffinity() => new(Apart, GroupPolicy.SoftAntiAffinity);
}
