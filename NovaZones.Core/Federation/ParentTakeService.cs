using System.Collections.Immutable;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Packs;

namespace NovaZones.Core.Federation;

/// <summary>Places for a parent in one call what concerns this zone alone: finds the slots, and takes all of them or nothing.</summary>
public sealed class ParentTakeService
{
    private readonly ParentSelectService _select;
    private readonly ParentClaimService _claims;
    private readonly TreePlanner _planner;

    internal ParentTakeService(ParentSelectService select, ParentClaimService claims, TreePlanner planner)
    {
        _select = select;
        _claims = claims;
        _planner = planner;
    }

    /// <summary>Finds and takes. The same claim twice has one effect; the second answer tells what was taken, not what was found.</summary>
    public async Task<TakeOutcome> TakeAsync(TakeBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Check(body) is { IsEmpty: false } faults)
        {
            return new TakeOutcome.NotTaken(new ClaimOutcome.Invalid(faults));
        }

        var (refusal, question) = await _select.ReadAsync(body.Ask, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return new TakeOutcome.NotAsked(refusal is SelectOutcome.Invalid(var wrong) ? new SelectOutcome.Invalid([.. wrong.Select(f => f.Under("ask"))]) : refusal);
        }

        TreePlan? plan = null;
        var claimed = await _claims.ClaimFoundAsync(body.Claim, caller, FindAsync, cancellationToken).ConfigureAwait(false);
        return claimed switch
        {
            ClaimOutcome.Claimed(var taken) => new TakeOutcome.Answered(new TakeResponse { Offer = plan is null ? null : Told(plan.AsTaken), Claim = taken }),
            null => new TakeOutcome.Answered(new TakeResponse { Offer = Told(plan!) }),
            _ => new TakeOutcome.NotTaken(claimed),
        };

        SelectResponse Told(TreePlan found) => OfferPack.Pack(_select.Tell(found, question!), body.Ask.Packs);

        async Task<FoundSlots?> FindAsync()
        {
            var (ask, context, most) = question!;
            plan = await _planner.PlanAsync(ask with { MayTake = most >= body.Ask.Count }, context, cancellationToken).ConfigureAwait(false);
            plan = most > 0 ? plan : plan with { Picks = [] };
            return plan.Picks.Length < body.Ask.Count
                ? null
                : new FoundSlots(_select.PlanOf(plan, ask, caller), ask.Request) { Context = context, DeadlineAt = ask.DeadlineAt, Outright = plan.Outright };
        }
    }

    private static ImmutableArray<Fault> Check(TakeBody body)
    {
        var ids = body.Claim.InstanceIds;
        return
        [
            .. ids.IsDefaultOrEmpty || ids.Length != body.Ask.Count || ids.Distinct().Count() != ids.Length
                ? [new Fault("claim.instanceIds", $"must be {body.Ask.Count} different identities, as many as ask.count")]
                : Array.Empty<Fault>(),
            .. body.Ask.Lanes ? [new Fault("ask.lanes", "must not be asked for: what is taken at once has none")] : Array.Empty<Fault>(),
            .. body.Claim.Lanes is not null ? [new Fault("claim.lanes", "must not be there: what is taken at once has none")] : Array.Empty<Fault>(),
            .. body.Claim.Exact ? [new Fault("claim.exact", "must not be asked for: there is no plan to keep to")] : Array.Empty<Fault>(),
        ];
    }
}

/// <summary>How a parent's wish to place at once ended.</summary>
public abstract record TakeOutcome
{
    private TakeOutcome()
    {
    }

    /// <summary>Slots were found and taken, or too few found and none taken.</summary>
    public sealed record Answered(TakeResponse Response) : TakeOutcome;

    /// <summary>The question makes no sense.</summary>
    public sealed record NotAsked(SelectOutcome Refusal) : TakeOutcome;

    /// <summary>What was found could not be taken; nothing is known to be held.</summary>
    public sealed record NotTaken(ClaimOutcome Refusal) : TakeOutcome;
}
