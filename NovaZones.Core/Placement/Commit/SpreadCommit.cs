using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Commit;

/// <summary>Judges before a dry run over several zones is committed whether its bounded spread still holds.</summary>
internal sealed class SpreadCommit(SpreadGate gate, TreePlanner planner, ZoneIdentity identity, IOptions<FederationOptions> options)
{
    /// <summary>Waits for other requests of the group, then asks every zone how its members stand now.</summary>
    /// <param name="run">The commit.</param>
    /// <param name="context">What is asked.</param>
    /// <param name="plan">The plan of the dry run.</param>
    /// <param name="changed">Gets a sentence when the plan would lean too far by now.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What keeps other requests of the group waiting, to be disposed at the end.</returns>
    public async Task<IDisposable?> EnterAsync(PlacementRun run, PlacementContext context, TreePlan plan, List<string> changed, CancellationToken cancellationToken)
    {
        var pass = await gate.EnterAsync(context, run.DeadlineAt, cancellationToken).ConfigureAwait(false);
        if (pass is null)
        {
            changed.Add(SpreadGate.Late);
            return null;
        }

        var ask = new TreeAsk(run.Request, run.WeightsForChildren, 1, [identity.Id], options.Value.HopLimit, run.DeadlineAt) { Mix = run.Mix };
        var now = await planner.PlanAsync(ask, context, cancellationToken).ConfigureAwait(false);
        if (now.Spread is { Start: { Hard: not null } start } && Leans(start.Copy(), plan))
        {
            changed.Add("members of the server group came or went: with them the planned slots would lean too far to one domain");
        }

        return pass;
    }

    private static bool Leans(SpreadBoard board, TreePlan plan)
    {
        foreach (var pick in plan.Picks)
        {
            board.Add(pick.Domain, +1);
        }

        board.Settle();
        return plan.Picks.Any(p => board.TakeBackIfAhead(p.Domain));
    }
}
