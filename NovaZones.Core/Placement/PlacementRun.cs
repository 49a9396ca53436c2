using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Explain;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;
using NovaZones.Core.Quotas;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Placement;

/// <summary>One request on its way to an answer: what was decided so far, and how to say it.</summary>
/// <remarks>Used by one request at a time; not thread-safe.</remarks>
internal sealed class PlacementRun
{
    /// <summary>The reason under which a refusal for want of quota is listed.</summary>
    public const string QuotaReason = "quota.exceeded";

    private readonly ZoneIdentity _identity;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ulong _salt;

    // Of a spread over several zones: the bounded axis' domain of what was ordered of children, in earlier rounds and in the last.
    private readonly Dictionary<Guid, ulong> _earlierDomains = [];
    private readonly Dictionary<Guid, ulong> _lastDomains = [];

    /// <param name="command">What is asked and by whom.</param>
    /// <param name="policy">What decides.</param>
    /// <param name="identity">This zone.</param>
    /// <param name="time">The clock.</param>
    /// <param name="planId">The dry run that is committed, if one is.</param>
    /// <param name="stored">The reservation of a request that was stored to be placed later; null for one that is answered at once.</param>
    public PlacementRun(PlacementCommand command, ResolvedPolicy policy, ZoneIdentity identity, TimeProvider time, Guid? planId = null, Reservation? stored = null)
    {
        _identity = identity;
        _time = time;
        _started = time.GetTimestamp();
        Request = command.Request;
        Policy = policy;
        Charge = InstanceCharge.Of(command.Request, isFromParent: false);
        Report = new PlacementReport(this, identity.Name);

        // One throw for the whole request: planning again inside it must find the same order.
        _salt = DriverRules.IsByChance(policy.Driver) ? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) : 0;
        Draft = stored is null ? NewDraft(command, time.GetUtcNow(), planId) : stored with { State = ReservationState.Claiming, Reason = null };
    }

    public PlacementRequest Request { get; }

    public ResolvedPolicy Policy { get; }

    public Reservation Draft { get; }

    /// <summary>What each instance counts against the tenant.</summary>
    public InstanceCharge Charge { get; }

    /// <summary>The limit that kept instances from being placed; null while none did.</summary>
    public QuotaShortage? Quota { get; private set; }

    /// <summary>Whether the tenant may not even have the fewest instances that are of use.</summary>
    public bool IsOverQuota { get; private set; }

    public required DateTimeOffset DeadlineAt { get; init; }

    /// <summary>Tells whether somebody gave the request up meanwhile; what was taken is then given back.</summary>
    public Func<bool> IsWithdrawn { get; init; } = static () => false;

    /// <summary>The newest plan; there is one as soon as planning was tried.</summary>
    public TreePlan LastPlan => Plan ?? throw new InvalidOperationException("Nothing was planned yet.");

    /// <summary>What is typically asked; one mix for the whole decision.</summary>
    public required RequestMix Mix { get; init; }

    public List<string> Conflicts { get; } = [];

    /// <summary>What there is to say of it.</summary>
    public PlacementReport Report { get; }

    /// <summary>The newest plan; null before planning was tried.</summary>
    internal TreePlan? Plan { get; private set; }

    /// <summary>Instances that children held from earlier rounds when the newest plan was made.</summary>
    internal int Held { get; private set; }

    /// <summary>Times that it was planned.</summary>
    internal int Rounds { get; private set; }

    /// <summary>What would be had with every zone allowed; null when that was not tried or is nothing.</summary>
    internal RequestChange? AnyZone { get; private set; }

    /// <summary>For each instance its child, if it has one, and the tie bits of its host.</summary>
    internal Dictionary<Guid, (Guid? ChildZoneId, uint Tie)> Places { get; } = [];

    /// <summary>Time since it began.</summary>
    internal TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Complete multipliers: a child must not add any of its own.</summary>
    public ImmutableSortedDictionary<string, double> WeightsForChildren => Policy.Multipliers;

    /// <summary>Hosts of the instances that the request's hints name.</summary>
    public ImmutableDictionary<Guid, Guid> HintedHosts { get; init; } = ImmutableDictionary<Guid, Guid>.Empty;

    /// <summary>Rules of the zone's aggregates; one state of them for the whole decision.</summary>
    public required AggregateRules Aggregates { get; init; }

    /// <summary>A reservation of which nothing is decided yet.</summary>
    public static Reservation NewDraft(PlacementCommand command, DateTimeOffset now, Guid? planId) => new()
    {
        Id = ReservationId.Create(),
        Name = command.Request.Name,
        Tenant = command.Request.Tenant,
        Caller = command.Caller,
        State = ReservationState.Claiming,
        Requested = command.Request.Count,
        Placed = 0,
        Policy = command.Request.Policy,
        CreatedAt = now,
        RequestJson = command.Request.Json,
        IdempotencyKey = command.IdempotencyKey,
        PlanId = planId,
    };

    public PlacementContext Context(SchedulerOptions scheduler) => Context(scheduler, Request);

    /// <summary>The same circumstances for another request.</summary>
    public PlacementContext Context(SchedulerOptions scheduler, PlacementRequest request) => new(request, Policy, _time.GetUtcNow(), scheduler.StaleAfter)
    {
        ZoneName = _identity.Name,
        Aggregates = Aggregates,
        Mix = Mix,
        HostLimits = Policy.Limits.Over(scheduler.HostLimits),
        HintedHosts = HintedHosts,
        Salt = _salt,
    };

    /// <summary>Longest wait for a child's claim: worth a little past the deadline's half; below this it would only make doubtful claims.</summary>
    public TimeSpan ClaimTimeout(FederationOptions federation)
    {
        var left = DeadlineAt - _time.GetUtcNow();
        var least = TimeSpan.FromMilliseconds(50);
        return left < least ? least : left < federation.ChildTimeout ? left : federation.ChildTimeout;
    }

    /// <summary>At most as many as the tenant may have; what limits them is remembered.</summary>
    /// <param name="room">How many more the tenant may have.</param>
    /// <param name="wanted">How many would be taken.</param>
    /// <param name="least">The fewest that are of use.</param>
    public int Admit(QuotaRoom room, int wanted, int least)
    {
        if (room.Count < wanted)
        {
            Quota = room.For(Math.Max(1, least));
            IsOverQuota = room.Count < least;
        }

        return room.Of(wanted);
    }

    /// <summary>Begins a round: what limited an earlier one may be over.</summary>
    public void ForgetQuota() => (Quota, IsOverQuota) = (null, false);

    /// <summary>Remembers the newest plan for the explanation.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="held">Instances that children hold from earlier rounds already.</param>
    public void Note(TreePlan plan, int held = 0)
    {
        Plan = plan;
        Held = held;
        Rounds++;
        foreach (var (id, domain) in _lastDomains)
        {
            _earlierDomains[id] = domain;
        }

        _lastDomains.Clear();
    }

    /// <summary>The newest plan is known better since its one child placed it.</summary>
    public void NoteTaken(TreePlan plan) => Plan = plan.AsTaken;

    public ImmutableArray<Slot> OwnSlots(TreePlan plan) => [.. plan.Picks.Where(p => p.Source == PlanAggregator.Own).Select(p => plan.Own.Slots[p.Index])];

    /// <summary>What to claim of each child, with identities for the instances.</summary>
    public IReadOnlyList<ChildOrder> Orders(TreePlan plan)
    {
        var now = _time.GetUtcNow();
        var orders = new List<ChildOrder>();
        for (var i = 0; i < plan.Offers.Length; i++)
        {
            var offer = plan.Offers[i];
            var source = i;
            var instances = plan.Picks
                .Select((pick, index) => (pick, index))
                .Where(p => p.pick.Source == source)
                .Select(p => new Instance
                {
                    Id = Guid.CreateVersion7(),
                    ReservationId = Draft.Id,
                    Index = p.index,
                    State = InstanceState.Claiming,
                    ChildZoneId = offer.Child.Id,
                    ZonePath = offer.Child.Name,
                    Group = Request.Group?.Key,
                    Charge = Charge,
                    Score = p.pick.Score,
                    CreatedAt = now,
                })
                .ToImmutableArray();
            foreach (var instance in instances)
            {
                Places[instance.Id] = (offer.Child.Id, plan.Picks[instance.Index].Tie);
                _lastDomains[instance.Id] = plan.Picks[instance.Index].Domain;
            }

            if (!instances.IsEmpty)
            {
                orders.Add(new ChildOrder(offer.Child, offer.SealedPlan ?? "", instances)
                {
                    Outright = plan.Outright,
                    Lanes = !plan.IsByLanes ? null : [.. instances.Select(p => plan.Picks[p.Index].Lane)],
                });
            }
        }

        return orders;
    }

    /// <summary>
    /// What must go back so that a bounded spread holds with what was really got: the last in domains that would be too far ahead. Nothing
    /// while every zone gave what was planned.
    /// </summary>
    /// <param name="spread">What the last plan was decided by.</param>
    /// <param name="own">Own slots taken, by position in the plan's; null where none was.</param>
    /// <param name="remote">Instances that children hold.</param>
    public (ImmutableArray<int> Own, ImmutableArray<Guid> Remote) Excess(SpreadPlan spread, IReadOnlyList<Slot?> own, IReadOnlyCollection<Instance> remote)
    {
        if (spread.Start.Hard is null)
        {
            return ([], []);
        }

        var board = spread.Start.Copy();
        var held = remote.Select(r => r.Id).ToHashSet();
        var mine = Enumerable.Range(0, own.Count).Where(i => own[i] is not null).Select(i => (At: i, spread.Own[i].Domain)).Reverse().ToList();
        var last = _lastDomains.Where(d => held.Contains(d.Key)).Reverse().ToList();
        foreach (var domain in mine.Select(m => m.Domain).Concat(last.Select(l => l.Value)))
        {
            board.Add(domain, +1);
        }

        board.Settle();
        return (
            [.. mine.Where(m => board.TakeBackIfAhead(m.Domain)).Select(m => m.At)],
            [.. last.Concat(_earlierDomains.Where(d => held.Contains(d.Key))).Where(d => board.TakeBackIfAhead(d.Value)).Select(d => d.Key)]);
    }

    /// <summary>Own and remote instances together, numbered from the best score down as they were planned.</summary>
    public ImmutableArray<Instance> Instances(ImmutableArray<Slot> own, IEnumerable<Instance> remote, DateTimeOffset now)
    {
        var free = new Queue<int>(Enumerable.Range(0, Request.Count).Except(remote.Select(r => r.Index)));
        var local = own.Select(slot => new Instance
        {
            Id = Guid.CreateVersion7(),
            ReservationId = Draft.Id,
            Index = free.Dequeue(),
            State = InstanceState.Placed,
            HostId = slot.HostId,
            HostName = slot.HostName,
            ZonePath = _identity.Name,
            Score = slot.Score,
            Parts = slot.Parts,
            Group = Request.Group?.Key,
            Charge = Charge,
            CreatedAt = now,
        }).ToList();
        foreach (var (instance, slot) in local.Zip(own))
        {
            Places[instance.Id] = (null, slot.Tie);
        }

        return [.. local.Concat(remote).OrderBy(i => i.Index).ThenBy(i => i.Id)];
    }

    /// <summary>Notes what was planned with every zone allowed, for the explanation.</summary>
    public void NoteAnyZone(TreePlan plan) => AnyZone = plan.Picks.IsEmpty
        ? null
        : ChangeText.With(new RequestChange("zones", null, null, null, 0, "", """{"zones":null}"""), "in any zone", HostsOf(plan), plan.Picks.Length);

    /// <summary>Hosts that serve a plan, told apart by their tie bits: a child does not say which they are.</summary>
    internal static int HostsOf(TreePlan plan) => plan.Picks.Select(p => (p.Source, p.Tie)).Distinct().Count();
}
