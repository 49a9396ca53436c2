namespace NovaZones.Core.Placement.Weighers;

/// <summary>Draws members of the request's server group apart over the values of a capability, without refusing any host: 1 ÷ (members + 1).</summary>
/// <remarks>
/// Named <c>spread:CAPABILITY</c>. Members are those on all hosts of the tree with the host's value; a host without the capability gets 0.
/// The share is a fact about the group and the domain, not about which hosts are looked at: hosts of one domain never change their order
/// by it. For a request without a group the share is 0 everywhere.
/// </remarks>
internal sealed class SpreadWeigher(string name) : ICandidateWeigher
{
    public const string Prefix = "spread:";

    private const int LongestCapability = 255;

    public string Name => name;

    /// <summary>The capability over whose values to spread.</summary>
    public string Capability { get; } = name[Prefix.Length..];

    public bool IsIdle(PlacementContext context) => context.Request.Group is null;

    public double Weigh(PlacementContext context, Candidate candidate) =>
        context.Group is { } group && candidate.Host.Capabilities.TryGetValue(Capability, out var domain)
            ? ShareOf(group.MembersIn(Capability, domain))
            : 0;

    /// <summary>The share of a domain with this many members.</summary>
    public static double ShareOf(long members) => Share.Of(1, members + 1);

    /// <summary>Reads a name; null when it is not of this form.</summary>
    public static SpreadWeigher? Parse(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.Length > Prefix.Length && name.Length <= Prefix.Length + LongestCapability ? new SpreadWeigher(name) : null;
}
