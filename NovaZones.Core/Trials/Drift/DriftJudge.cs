using System.Globalization;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Trials.Drift;

/// <summary>Whether one instance would be placed on its host now. Pure.</summary>
internal static class DriftJudge
{
    /// <summary>What is wrong with its place, or null when it would go there again.</summary>
    /// <param name="fleet">The fleet with the instance.</param>
    /// <param name="host">Its host.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="context">What it asks, under which policy.</param>
    /// <param name="gain">By how much another host must be better.</param>
    public static Drifted? Judge(FleetSnapshot fleet, Host host, Instance instance, PlacementContext context, double gain)
    {
        var emptied = host.WithoutInstance(instance.Parts, instance.Group);
        fleet = fleet.WithAll([emptied]);
        context = context with { Group = GroupState.Of(fleet, context) };
        var candidate = new Candidate();
        candidate.MoveTo(emptied);
        var obstacle = context.Policy.Filters
            .Where(f => !f.IsIdle(context) && !f.Evaluate(context, candidate).Passed)
            .Select(f => (f.Evaluate(context, candidate).Reason, Obstacle: f.Obstacles(context, candidate).FirstOrDefault()))
            .FirstOrDefault();
        var best = Planner.PickSlots(fleet, context, 1);
        if (obstacle.Reason is not null)
        {
            var words = obstacle.Obstacle is { } named ? $"{obstacle.Reason}: {named.Attribute} wanted {named.Wanted}, is {named.Actual}" : obstacle.Reason;
            return new Drifted(words, best.IsEmpty ? null : best[0].HostName, null, best.IsEmpty ? null : best[0].Score);
        }

        if (best.IsEmpty || best[0].HostId == host.Id)
        {
            return null;
        }

        var score = Score.Of(context, candidate);
        return best[0].Score - score >= gain && best[0].Score > score
            ? new Drifted(
                string.Create(CultureInfo.InvariantCulture, $"{best[0].HostName} has a score of {best[0].Score:0.###} now, its host {score:0.###}"), best[0].HostName, score, best[0].Score)
            : null;
    }
}

/// <summary>What is wrong with an instance's place.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Better">Where it would go, or null.</param>
/// <param name="Score">Score of its host, or null when it does not pass.</param>
/// <param name="BetterScore">Score of the better host, or null.</param>
internal sealed record Drifted(string Reason, string? Better, double? Score, double? BetterScore);
