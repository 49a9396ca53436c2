using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts on which one more member of the request's server group may stand; without a group, every host passes.</summary>
/// <remarks>Members planned for the same request count. The soft policies are weighers and reject nothing.</remarks>
internal sealed class ServerGroupFilter : IColumnFilter
{
    public const string FilterName = "ServerGroup";
    public const string Full = "server-group.enough-members-here";
    public const string Elsewhere = "server-group.members-are-elsewhere";
    public const string NoDomain = "server-group.no-domain";
    public const string Skew = "server-group.domain-ahead-of-the-others";

    public string Name => FilterName;

    public string? Field => "group";

    public bool IsIdle(PlacementContext context) => context.Request.Group is not { IsHard: true };

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        if (context.Group is not { Demand: var demand } state)
        {
            return FilterVerdict.Pass;
        }

        switch (demand.Policy)
        {
            case GroupPolicy.AntiAffinity:
                return candidate.Host.MembersOf(demand.Key) < demand.MaxPerHost ? FilterVerdict.Pass : FilterVerdict.Reject(Full);
            case GroupPolicy.Affinity:
                return state.Members == 0 || candidate.Host.MembersOf(demand.Key) > 0 ? FilterVerdict.Pass : FilterVerdict.Reject(Elsewhere);
            case GroupPolicy.Spread:
                return !candidate.Host.Capabilities.TryGetValue(demand.Capability!, out var domain) ? FilterVerdict.Reject(NoDomain)
                    : state.Allows(domain) ? FilterVerdict.Pass
                    : FilterVerdict.Reject(Skew);
            default:
                return FilterVerdict.Pass;
        }
    }

    public IEnumerable<Obstacle> Obstacles(PlacementContext context, Candidate candidate)
    {
        if (Evaluate(context, candidate).Reason is not { } reason || context.Group is not { Demand: var demand } state)
        {
            yield break;
        }

        var members = candidate.Host.MembersOf(demand.Key);
        yield return reason switch
        {
            Full => new Obstacle($"members of {demand.Name} on the host", $"fewer than {demand.MaxPerHost}", $"{members}"),
            Elsewhere => new Obstacle($"members of {demand.Name} on the host", "at least 1", $"0, {state.Members} elsewhere"),
            NoDomain => new Obstacle($"capability {demand.Capability}", "a value to spread over", "absent"),
            _ => new Obstacle(
                $"members of {demand.Name} where {demand.Capability} is {candidate.Host.Capabilities[demand.Capability!]}",
                $"with one more at most {demand.MaxSkew} above the fewest", state.Describe(candidate.Host.Capabilities[demand.Capability!])),
        };
    }

    public void Scan(ref FilterScan scan)
    {
        if (scan.Context.Group is not { Demand: var demand } state)
        {
            return;
        }

        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        switch (demand.Policy)
        {
            case GroupPolicy.AntiAffinity when scan.Block.Members(demand.Key) is { Total: > 0 } members:
                members.WithFewerThan(demand.MaxPerHost, rows);
                scan.Keep(rows, Full);
                break;
            case GroupPolicy.Affinity when state.Members > 0:
                scan.Block.Members(demand.Key).WithFewerThan(1, rows);
                scan.Reject(rows, Elsewhere);
                break;
            case GroupPolicy.Spread:
                ScanDomains(ref scan, scan.Block.Capability(demand.Capability!), state);
                break;
        }
    }

    private void ScanDomains(ref FilterScan scan, CapabilityColumn domains, GroupState state)
    {
        if (!domains.HasSets)
        {
            scan.Judge(this, new Candidate());
            return;
        }

        Span<ulong> rows = stackalloc ulong[RowSet.Words];
        var some = state.AllowsAll ? 1 : domains.Values.Length;
        for (var code = 0; code < some; code++)
        {
            if (code == ValueTable.Missing || !state.Allows(domains.Values, code))
            {
                domains.WithCode(code, scan.Remaining, rows);
                scan.Reject(rows, code == ValueTable.Missing ? NoDomain : Skew);
            }
        }
    }
}
