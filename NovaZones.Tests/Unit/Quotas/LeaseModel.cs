using System.Collections.Immutable;
using NovaZones.Core.Quotas;

namespace NovaZones.Tests.Unit.Quotas;

/// <summary>A root with two children and a grandchild. Messages wait in a bag: they arrive in any order, late, twice or never.</summary>
internal sealed class LeaseModel
{
    public const long Limit = 20;
    private const string Tenant = "t";
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);

    private readonly Random _random;
    private readonly List<Action> _bag = [];
    private readonly List<Zone> _zones = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public LeaseModel(Random random)
    {
        _random = random;
        var root = new Zone(null, new Quota { Tenant = Tenant, Limits = Amount(Limit), LeasePercent = random.Next(0, 101) });
        var governed = new Quota { Tenant = Tenant, GovernedByParent = true, LeasePercent = random.Next(0, 101) };
        var emea = new Zone(root, governed);
        _zones.AddRange([root, emea, new Zone(root, governed with { Limits = Amount(9) }), new Zone(emea, governed)]);
    }

    /// <summary>Breaks the rule on which safety rests, to show that the model notices.</summary>
    public bool CountsOnlyWhatIsConfirmed { get; init; }

    public int PlacedBelow { get; private set; }

    /// <summary>What really stands on hosts, each instance once.</summary>
    public long Total => _zones.Sum(z => (long)z.OnHosts.Count);

    public bool EveryParentCountsEnough => CountsOnlyWhatIsConfirmed || _zones.TrueForAll(z => z.Parent is null || Held(z) >= z.Book.UseOf(Tenant).Committed().Of("VCPU"));

    /// <summary>Whether nobody holds anything, every parent has its child's newest word, and counts not a unit more than the child may take.</summary>
    public bool BooksAgree => _zones.TrueForAll(z =>
        z.Book.UseOf(Tenant).Used("VCPU") == 0
        && (z.Parent is null || (Held(z, l => l.Reported) == z.Book.UseOf(Tenant).Committed().Of("VCPU") && Held(z) == Math.Max(z.Newest!.Allowed.Of("VCPU"), Held(z, l => l.Reported)))));

    public void Step()
    {
        var zone = _zones[_random.Next(_zones.Count)];
        _now += TimeSpan.FromSeconds(_random.Next(4));
        switch (_random.Next(12))
        {
            case < 4:
                Claim(zone, host: zone);
                break;
            case 4 when zone.Parent is { } parent:
                Claim(parent, host: zone); // placed through the parent, which counts it alone
                break;
            case 5 or 6 when zone.OnHosts.Count > 0:
                Release(zone, zone.OnHosts[_random.Next(zone.OnHosts.Count)]);
                break;
            case 7 or 8 when zone.Parent is not null:
                Ask(zone);
                break;
            case 9:
                zone.Restart();
                break;
            default:
                Deliver();
                break;
        }
    }

    public void HealAndRelease()
    {
        foreach (var zone in _zones)
        {
            foreach (var claim in zone.OnHosts.ToList())
            {
                Release(zone, claim);
            }
        }

        // From the leaves up, so that what a grandchild gives back is free at the root in the end.
        for (var round = 0; round < 4; round++)
        {
            foreach (var zone in Enumerable.Reverse(_zones).Where(z => z.Parent is not null))
            {
                _bag.Clear();
                Ask(zone);
                while (_bag.Count > 0)
                {
                    var next = _bag[0];
                    _bag.RemoveAt(0);
                    next();
                }
            }
        }
    }

    public override string ToString() => string.Join('\n', _zones.Select((z, i) =>
        $"zone {i}: used {z.Book.UseOf(Tenant).Used("VCPU")}, leased {z.Book.UseOf(Tenant).Leased("VCPU")}, lease {z.Book.LeaseOf(Tenant)?.Allowed.Of("VCPU")} on hosts {z.OnHosts.Count}"));

    private static long Held(Zone zone, Func<LeaseOut, ImmutableSortedDictionary<string, long>>? of = null) =>
        zone.Parent!.Book.UseOf(Tenant).Leases.GetValueOrDefault(zone.Id) is { } lease ? (of ?? (l => l.Held))(lease).Of("VCPU") : 0;

    private static ImmutableSortedDictionary<string, long> Amount(long vcpu) => Amounts.None.Add("VCPU", vcpu);

    private void Claim(Zone entry, Zone host)
    {
        // The same two questions that the ledgers ask: of the zone where it enters, and of the one that has the host.
        var own = new InstanceCharge(Tenant, IsFromParent: false, Amount(1));
        var through = own with { IsFromParent = true };
        if (entry.Book.RoomFor(own, _now).Count < 1 || (host != entry && host.Book.RoomFor(through, _now).Count < 1))
        {
            return;
        }

        PlacedBelow += entry.Parent is null ? 0 : 1;
        entry.Charge(own, 1);
        if (host != entry)
        {
            host.Charge(through, 1);
        }

        host.OnHosts.Add(new Placed(entry));
    }

    private static void Release(Zone host, Placed claim)
    {
        host.OnHosts.Remove(claim);
        var own = new InstanceCharge(Tenant, IsFromParent: false, Amount(1));
        claim.Owner.Charge(own, -1);
        if (claim.Owner != host)
        {
            host.Charge(own with { IsFromParent = true }, -1);
        }
    }

    /// <summary>The parent's round with one child, cut into messages.</summary>
    private void Ask(Zone child)
    {
        var (used, sequence) = (child.Book.UseOf(Tenant).Committed(), child.Newest?.Sequence ?? 0);
        _bag.Add(() => Offer(child, used, sequence));
    }

    private void Offer(Zone child, ImmutableSortedDictionary<string, long> used, long sequence)
    {
        var parent = child.Parent!;
        var duration = LeaseArithmetic.Duration(parent.Book, Tenant, _lease, _now);
        var before = parent.Book.UseOf(Tenant).Leases.GetValueOrDefault(child.Id);
        var lease = LeaseArithmetic.Offer(parent.Book, child.Id, Tenant, used, sequence, duration > TimeSpan.Zero);
        parent.Save(CountsOnlyWhatIsConfirmed ? lease with { Held = before?.Held ?? Amounts.None } : lease);
        _bag.Add(() => Apply(child, lease, duration));
    }

    private void Apply(Zone child, LeaseOut offer, TimeSpan duration)
    {
        if (child.Newest is null || offer.Sequence > child.Newest.Sequence)
        {
            child.Receive(new LeaseIn(child.Parent!.Id, Tenant, offer.Sequence, offer.Offered, _now + duration));
        }

        var (newest, used) = (child.Newest!, child.Book.UseOf(Tenant).Committed());
        _bag.Add(() =>
        {
            // The parent waits for an answer or gives it up; an answer to an earlier round is read by nobody.
            if (child.Parent!.Book.UseOf(Tenant).Leases[child.Id].Sequence == offer.Sequence)
            {
                child.Parent.Save(LeaseArithmetic.Confirmed(offer, newest.Sequence, newest.Allowed, used, _now));
            }
        });
    }

    private void Deliver()
    {
        if (_bag.Count == 0)
        {
            return;
        }

        var index = _random.Next(_bag.Count);
        var message = _bag[index];
        switch (_random.Next(6))
        {
            case 0:
                _bag.RemoveAt(index); // lost
                break;
            case 1:
                message(); // arrives, and once more later
                break;
            default:
                _bag.RemoveAt(index);
                message();
                break;
        }
    }

    private sealed record Placed(Zone Owner)
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private sealed class Zone(Zone? parent, Quota quota)
    {
        private readonly List<InstanceCharge> _stored = [];
        private LeaseIn? _received;

        public Guid Id { get; } = Guid.NewGuid();

        public Zone? Parent => parent;

        public TenantBook Book { get; private set; } = TenantBook.Empty.With(quota);

        public LeaseIn? Newest => _received;

        public List<Placed> OnHosts { get; } = [];

        public void Charge(InstanceCharge charge, int sign)
        {
            if (sign > 0)
            {
                _stored.Add(charge);
            }
            else
            {
                _stored.Remove(_stored.First(c => c.IsFromParent == charge.IsFromParent));
            }

            Book = Book.Charge(charge, sign);
        }

        public void Save(LeaseOut lease) => Book = Book.With(lease);

        public void Receive(LeaseIn lease) => (_received, Book) = (lease, Book.With(lease));

        /// <summary>Everything in memory is forgotten and read again.</summary>
        public void Restart()
        {
            var granted = Book.UseOf(Tenant).Leases.Values.ToList();
            var book = granted.Aggregate(TenantBook.Empty.With(quota), (b, lease) => b.With(lease));
            Book = (_received is null ? book : book.With(_received)).Recounted(_stored);
        }
    }
}
