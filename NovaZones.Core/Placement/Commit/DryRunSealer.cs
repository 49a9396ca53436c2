using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement.Commit;

/// <summary>Seals the plan of a dry run for its caller, and opens it again.</summary>
internal sealed class DryRunSealer(IPlanSealer sealer, ChildZoneRegistry registry, ZoneIdentity identity, IOptions<FederationOptions> options, TimeProvider time)
{
    /// <summary>The plan as text with the time when it ends.</summary>
    public (string Text, DateTimeOffset ExpiresAt) Seal(PlacementRun run, TreePlan plan)
    {
        var expiresAt = time.GetUtcNow() + options.Value.PlanLifetime;
        var text = sealer.Seal(new SealedPlan
        {
            PlanId = Guid.CreateVersion7(),
            Use = PlanUse.DryRun,
            ZoneId = identity.Id,
            Caller = run.Draft.Caller,
            ExpiresAt = expiresAt,
            RequestJson = run.Request.Json,
            Weights = run.WeightsForChildren,
            Slots = plan.Own.Slots[..plan.TakenFrom(PlanAggregator.Own)],
            Children = [.. plan.Offers.Select((o, i) => new SealedChildPlan(o.Child.Id, plan.TakenFrom(i) > 0 ? o.SealedPlan! : ""))],
            Sequence = [.. plan.Picks.Select(p => p.Source)],
            Scores = [.. plan.Picks.Select(p => p.Score)],
            Ties = [.. plan.Picks.Select(p => p.Tie)],
            PickLanes = plan.IsByLanes ? [.. plan.Picks.Select(p => p.Lane)] : [],
            PickDomains = plan.IsByLanes ? [.. plan.Picks.Select(p => p.Domain)] : [],
            Local = plan.Own.Explanation,
            Told = [.. plan.Offers.Select(o => o.Explanation), .. plan.NotAsked],
            Alternates = plan.Alternates,
        });
        return (text, expiresAt);
    }

    /// <summary>Opens a plan for the caller it was made for; else says why it is of no use.</summary>
    /// <param name="text">The sealed plan, from outside.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="plan">The plan, also when its time is over.</param>
    /// <param name="isOver">Whether its time is over.</param>
    public string? Open(string text, string caller, out SealedPlan? plan, out bool isOver)
    {
        var opening = sealer.Open(text, out plan);
        isOver = opening == PlanOpening.Expired;
        return plan switch
        {
            null when opening == PlanOpening.Revoked => "the plan was sealed with a key that was revoked since; ask for a new one",
            null => "the plan cannot be read: it is altered or not of this zone",
            { Use: not PlanUse.DryRun } => "the plan is not one of a dry run",
            _ when plan.ZoneId != identity.Id || plan.Caller != caller => "the plan was made for somebody else",
            _ => null,
        };
    }

    /// <summary>The plan as it was made, children that were removed or switched off since left out.</summary>
    /// <param name="plan">The opened plan.</param>
    /// <param name="changed">Gets a sentence for each child that slots were planned in and that is not there any more.</param>
    public TreePlan Restore(SealedPlan plan, List<string> changed)
    {
        var offers = ImmutableArray.CreateBuilder<ChildOffer>();
        var positions = new Dictionary<int, int> { [PlanAggregator.Own] = PlanAggregator.Own };
        for (var i = 0; i < plan.Children.Length; i++)
        {
            var isNeeded = plan.Children[i].Plan.Length > 0;
            if (registry.Find(plan.Children[i].ChildZoneId) is { Child: var child } && (child.Enabled || !isNeeded))
            {
                positions[i] = offers.Count;
                offers.Add(new ChildOffer(child, [], [], isNeeded ? plan.Children[i].Plan : null, plan.Told[i]));
            }
            else if (isNeeded)
            {
                changed.Add($"child zone {plan.Told[i].Zone} was removed or switched off");
            }
        }

        var picks = ImmutableArray.CreateBuilder<Pick>(plan.Sequence.Length);
        var next = new Dictionary<int, int>();
        var isByLanes = plan.PickLanes.Length == plan.Sequence.Length && plan.PickDomains.Length == plan.Sequence.Length && !plan.Sequence.IsEmpty;
        for (var i = 0; i < plan.Sequence.Length; i++)
        {
            if (positions.TryGetValue(plan.Sequence[i], out var source))
            {
                picks.Add(new Pick(source, next[source] = next.GetValueOrDefault(source, -1) + 1, plan.Scores[i], plan.Ties[i])
                {
                    Lane = isByLanes ? plan.PickLanes[i] : 0,
                    Domain = isByLanes ? plan.PickDomains[i] : DomainKey.None,
                });
            }
        }

        return new TreePlan(new Plan(plan.Slots, plan.Local ?? LocalExplanation.Nothing), offers.ToImmutable(), picks.ToImmutable())
        {
            Alternates = plan.Alternates,
            IsByLanes = isByLanes,
            NotAsked = plan.Told[plan.Children.Length..],
        };
    }
}
