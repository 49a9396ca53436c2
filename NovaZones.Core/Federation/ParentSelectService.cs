using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Packs;
using NovaZones.Core.Policies;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Offers slots to this zone's parents, with a sealed plan for claiming the first of them.</summary>
public sealed class ParentSelectService
{
    private readonly TreePlanner _planner;
    private readonly FleetView _view;
    private readonly PlacementRequestParser _parser;
    private readonly ParentContext _contexts;
    private readonly PolicyResolver _resolver;
    private readonly MixWire _mixes;
    private readonly FrequentRequests _frequent;
    private readonly IPlanSealer _sealer;
    private readonly ZoneIdentity _identity;
    private readonly ZoneOptions _zone;
    private readonly FederationOptions _federation;
    private readonly TimeProvider _time;

    internal ParentSelectService(
        TreePlanner planner, FleetView view, PlacementRequestParser parser, ParentContext contexts, PolicyResolver resolver, MixWire mixes, FrequentRequests frequent, IPlanSealer sealer,
        ZoneIdentity identity, IOptions<ZoneOptions> zone, IOptions<FederationOptions> federation, TimeProvider time)
    {
        _planner = planner;
        _view = view;
        _parser = parser;
        _contexts = contexts;
        _resolver = resolver;
        _mixes = mixes;
        _frequent = frequent;
        _sealer = sealer;
        _identity = identity;
        _zone = zone.Value;
        _federation = federation.Value;
        _time = time;
    }

    /// <summary>Offers slots for a parent's request, best first, with the plan sealed for the same caller.</summary>
    public async Task<SelectOutcome> SelectAsync(SelectBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        var (refusal, question) = await ReadAsync(body, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        var (ask, context, most) = question!;
        if (body.Lanes && TreePlanner.IsSpread(context))
        {
            var outcome = await OfferLanesAsync(ask, context, caller, cancellationToken).ConfigureAwait(false);
            return outcome is SelectOutcome.Offered(var lanes) ? new SelectOutcome.Offered(OfferPack.Pack(lanes, body.Packs)) : outcome;
        }

        var plan = await _planner.PlanAsync(ask, context, cancellationToken).ConfigureAwait(false);
        plan = most > 0 ? plan : plan with { Picks = [] };
        var answer = Tell(plan, question!) with { Plan = plan.Picks.IsEmpty ? null : _sealer.Seal(PlanOf(plan, ask, caller)) };
        return new SelectOutcome.Offered(OfferPack.Pack(answer, body.Packs));
    }

    /// <summary>What a parent's question means here; else why it cannot be answered.</summary>
    internal async Task<(SelectOutcome? Refusal, ParentQuestion? Question)> ReadAsync(SelectBody body, CancellationToken cancellationToken)
    {
        if (body.Path.Contains(_identity.Id))
        {
            return (new SelectOutcome.Loop(), null);
        }

        if (!_parser.TryRead(body.Request, out var request, out var faults, isOfPeer: true))
        {
            return (new SelectOutcome.Invalid([.. faults.Select(f => f.Under("request"))]), null);
        }

        var wrong = Check(body).ToList();
        if (!_mixes.TryRead(body.Mix, out var mix, out var unclear))
        {
            wrong.AddRange(unclear);
        }

        if (wrong.Count > 0)
        {
            return (new SelectOutcome.Invalid(wrong), null);
        }

        _frequent.NoteOfParent(request!);
        var context = await _contexts.OfAsync(request!, body.Weights, mix, cancellationToken).ConfigureAwait(false);

        // No more is offered than the tenant may have here. Where that is nothing one slot is planned all the same, for what there is to explain.
        var room = _view.Tenants.RoomFor(InstanceCharge.Of(request!, isFromParent: true), _time.GetUtcNow());
        var most = room.Of(body.Count);
        var ask = new TreeAsk(
            request!, body.Weights, Math.Max(1, most), body.Path.Add(_identity.Id), Math.Min(body.HopsLeft, _federation.HopLimit), _time.GetUtcNow() + TimeSpan.FromMilliseconds(body.DeadlineMs))
        { Mix = mix, Alternates = body.Alternates };
        return (null, new ParentQuestion(ask, context, most)
        {
            Limited = most < body.Count ? $"the tenant's quota there leaves room for {most} of {body.Count} ({room.Limit!.Class})" : null,
        });
    }

    /// <summary>What was found, without the plan.</summary>
    internal SelectResponse Tell(TreePlan plan, ParentQuestion question) => new()
    {
        ZoneId = _identity.Id,
        Scores = [.. plan.Picks.Select(p => p.Score)],
        Ties = [.. plan.Picks.Select(p => p.Tie)],
        Limited = question.Limited,
        GroupMembers = plan.GroupMembers,
        Local = Discreet(plan.Own.Explanation),
        Children = plan.Told(),
        Alternates = [.. plan.Alternates.Select(Alternate)],
    };

    /// <summary>What is claimed of a plan.</summary>
    internal SealedPlan PlanOf(TreePlan plan, TreeAsk ask, string caller) => new()
    {
        PlanId = Guid.CreateVersion7(),
        ZoneId = _identity.Id,
        Caller = caller,
        ExpiresAt = _time.GetUtcNow() + _federation.PlanLifetime,
        RequestJson = ask.Request.Json,
        Weights = ask.Weights,
        Slots = plan.Own.Slots[..plan.TakenFrom(PlanAggregator.Own)],
        Children = [.. plan.Offers.Select((o, i) => new SealedChildPlan(o.Child.Id, plan.TakenFrom(i) > 0 ? o.SealedPlan ?? "" : ""))],
        Sequence = [.. plan.Picks.Select(p => p.Source)],
        Scores = [.. plan.Picks.Select(p => p.Score)],
        PickLanes = plan.IsByLanes ? [.. plan.Picks.Select(p => p.Lane)] : [],
    };

    private async Task<SelectOutcome> OfferLanesAsync(TreeAsk ask, PlacementContext context, string caller, CancellationToken cancellationToken)
    {
        if (await _planner.OfferAsync(ask, context, cancellationToken).ConfigureAwait(false) is not { } offer)
        {
            return new SelectOutcome.Invalid([new Fault("request.group", $"spreads over a capability with more than {LaneLimits.MostDomains} values here: too many for more than one zone")]);
        }

        return new SelectOutcome.Offered(new SelectResponse
        {
            ZoneId = _identity.Id,
            Scores = [],
            Ties = [],
            Lanes = offer.ToBodies(),
            Domains = offer.Domains,
            LanesCut = offer.IsCut,
            Plan = offer.Lanes.IsEmpty ? null : Seal(offer, ask, caller),
            Local = Discreet(offer.Explanation),
            Children = [.. offer.Offers.Select(o => o.Explanation)],
        });
    }

    private string Seal(TreeOffer offer, TreeAsk ask, string caller) => _sealer.Seal(new SealedPlan
    {
        PlanId = Guid.CreateVersion7(),
        ZoneId = _identity.Id,
        Caller = caller,
        ExpiresAt = _time.GetUtcNow() + _federation.PlanLifetime,
        RequestJson = ask.Request.Json,
        Weights = ask.Weights,
        Slots = [],
        Children = [.. offer.Offers.Select(o => new SealedChildPlan(o.Child.Id, o.SealedPlan ?? ""))],
        Sequence = [],
        Scores = [],
        Lanes = [.. offer.Lanes.Select(l => l.Sealed)],
        Seen = offer.Seen,
    });

    private IEnumerable<Fault> Check(SelectBody body)
    {
        if (body.Count < 1 || body.Count > _parser.Limits.MaxCount)
        {
            yield return new Fault("count", $"must be 1 to {_parser.Limits.MaxCount}");
        }

        if (body.DeadlineMs < 1 || body.DeadlineMs > _parser.Limits.MaxDeadline.TotalMilliseconds)
        {
            yield return new Fault("deadlineMs", $"must be 1 to {_parser.Limits.MaxDeadline.TotalMilliseconds}");
        }

        if (body.Alternates is < 0 or > PlacementRequestParser.MaxAlternates + 1)
        {
            yield return new Fault("alternates", $"must be 0 to {PlacementRequestParser.MaxAlternates + 1}");
        }

        if (body.Packs < 0)
        {
            yield return new Fault("packs", "must not be negative");
        }

        if (body.Path.Length > 64)
        {
            yield return new Fault("path", "must have at most 64 zones");
        }

        foreach (var fault in _resolver.CheckWeights(body.Weights, "weights"))
        {
            yield return fault;
        }
    }

    private AlternateBody Alternate(AlternateHost host) => host.ChildZoneId is null
        ? new AlternateBody(host.Score, host.Tie, null, _zone.DiscloseHosts ? host.Host : null)
        : new AlternateBody(host.Score, host.Tie, host.Zone, host.Host);

    private LocalExplanation Discreet(LocalExplanation local) =>
        _zone.DiscloseHosts ? local : local with
        {
            Leading = [.. local.Leading.Select(l => l with { Host = null })],
            Filters = [.. local.Filters.Select(f => f with { Reasons = [.. f.Reasons.Select(r => r with { Example = null })] })],
        };
}

/// <summary>How a parent's question ended.</summary>
public abstract record SelectOutcome
{
    private SelectOutcome()
    {
    }

    /// <summary>An offer, perhaps without slots.</summary>
    public sealed record Offered(SelectResponse Response) : SelectOutcome;

    /// <summary>The request came through this zone already.</summary>
    public sealed record Loop : SelectOutcome;

    /// <summary>The question is wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : SelectOutcome;
}
