using NovaZones.Core.Audit;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims;

/// <summary>The working state of one group of decisions: each decision sees what the earlier ones of the group decided.</summary>
/// <remarks>Used by the ledger's loop alone. A decision that fails is rolled back whole.</remarks>
internal sealed class LedgerBatch
{
    private readonly FleetSnapshot _start;
    private readonly LocalInstances _localInstances;
    private readonly IReadOnlyDictionary<Guid, InstanceCharge> _storedCharges;
    private readonly UndoableMap<Guid, InstanceCharge?> _charges = new();
    private readonly List<Undo> _undo = [];
    private readonly UndoableMap<string, Host?> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly UndoableMap<Guid, InstanceChange?> _instances = new();
    private readonly UndoableMap<string, Reservation> _reservations = new(StringComparer.Ordinal);
    private readonly UndoableMap<string, Reservation> _ends = new(StringComparer.Ordinal);
    private readonly UndoableMap<string, ReservationStateChange> _states = new(StringComparer.Ordinal);
    private readonly List<ExplanationRecord> _explanations = [];
    private readonly List<InstanceMove> _moves = [];
    private readonly List<(AuditDraft Draft, DateTimeOffset At)> _audit = [];
    private readonly UndoableMap<(Guid Child, string Tenant), LeaseOut> _granted = new();

    // Hosts that changed, or are new, and do not stand in _working yet: a picture copies whole blocks, so many hosts go in at once.
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private FleetSnapshot _working;

    // The group that was decided before this one and may not be published yet.
    private LedgerBatch? _before;

    public LedgerBatch(
        FleetSnapshot start, TenantBook tenants, LocalInstances localInstances, IReadOnlyDictionary<Guid, InstanceCharge> charges, DateTimeOffset now)
    {
        _start = start;
        _storedCharges = charges;
        Tenants = tenants;
        _localInstances = localInstances;
        _working = start;
        Now = now;
    }

    /// <summary>Decides on top of a group that is being written.</summary>
    /// <param name="before">That group; nothing is decided in it any more.</param>
    /// <param name="now">The group's instant, UTC.</param>
    public LedgerBatch(LedgerBatch before, DateTimeOffset now)
        : this(before.Working, before.Tenants, before._localInstances, before._storedCharges, now)
    {
        _before = before;
    }

    /// <summary>The fleet with everything decided so far. To look at single hosts, <see cref="Find(Guid)"/> is much cheaper.</summary>
    public FleetSnapshot Working
    {
        get
        {
            if (_pending.Count == 0)
            {
                return _working;
            }

            var changed = new List<Host>(_pending.Count);
            foreach (var name in _pending)
            {
                if (Find(name) is { } host)
                {
                    changed.Add(host);
                }
                else
                {
                    // New in a decision that was taken back.
                    _working = _working.Without(name);
                }
            }

            _pending.Clear();
            return _working = changed.Count > 0 ? _working.WithAll(changed) : _working;
        }
    }

    /// <summary>Quotas and what tenants hold, with everything decided so far.</summary>
    public TenantBook Tenants { get; private set; }

    /// <summary>Charges as they shall be in memory once the group is durable; null means gone.</summary>
    public IReadOnlyDictionary<Guid, InstanceCharge?> ChargeOverlay => _charges.Items;

    /// <summary>Decisions that were made in it.</summary>
    public int Decisions { get; set; }

    /// <summary>One instant for the whole group, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Hosts and instances as they shall be in memory once the group is durable; null means gone.</summary>
    public IReadOnlyDictionary<Guid, InstanceChange?> InstanceOverlay => _instances.Items;

    /// <summary>How far the group has come; <see cref="Rollback"/> leads back here.</summary>
    public LedgerMark Mark() => new(_undo.Count, _hosts.Mark, _instances.Mark, _charges.Mark, _reservations.Mark, _ends.Mark, _states.Mark, _granted.Mark);

    public void Rollback(LedgerMark mark)
    {
        _hosts.Rollback(mark.Hosts);
        _instances.Rollback(mark.Instances);
        _charges.Rollback(mark.Charges);
        _reservations.Rollback(mark.Reservations);
        _ends.Rollback(mark.Ends);
        _states.Rollback(mark.States);
        _granted.Rollback(mark.Granted);
        for (var i = _undo.Count - 1; i >= mark.Others; i--)
        {
            var (pending, tenants, other) = _undo[i];
            if (pending is not null)
            {
                _pending.Add(pending);
            }

            Tenants = tenants ?? Tenants;
            other?.Invoke();
        }

        _undo.RemoveRange(mark.Others, _undo.Count - mark.Others);
    }

    /// <summary>The host of that name as everything decided so far left it, or null.</summary>
    public Host? Find(string name) => _hosts.TryGetValue(name, out var changed) ? changed : _start.Find(name);

    /// <summary>The host of that identity as everything decided so far left it, or null.</summary>
    public Host? Find(Guid hostId) =>
        _start.Find(hostId) is not { } start ? Working.Find(hostId)
        : !_hosts.TryGetValue(start.Name, out var changed) ? start
        : changed?.Id == hostId ? changed : null;

    /// <param name="host">The next version.</param>
    /// <param name="reportChanged">Whether more changed than what is used.</param>
    public void PutHost(Host host, bool reportChanged)
    {
        if (Find(host.Name) is { } known ? known.Id == host.Id : !_hosts.TryGetValue(host.Name, out _))
        {
            _pending.Add(host.Name);
            _undo.Add(new Undo(Pending: host.Name));
        }
        else
        {
            Change(Working.With(host));
        }

        _hosts.Set(host.Name, host);
        if (reportChanged && _reported.Add(host.Name))
        {
            _undo.Add(new Undo(Other: () => _reported.Remove(host.Name)));
        }
    }

    public void RemoveHost(Host host)
    {
        Change(Working.Without(host.Name));
        _hosts.Set(host.Name, null);
    }

    /// <summary>Quotas or leases changed.</summary>
    public void Put(TenantBook tenants)
    {
        _undo.Add(new Undo(Tenants: Tenants));
        Tenants = tenants;
    }

    /// <summary>Lends to a child: counted, and durable, from this decision on.</summary>
    public void Grant(LeaseOut lease)
    {
        Put(Tenants.With(lease));
        _granted.Set((lease.ChildZoneId, lease.Tenant), lease);
    }

    /// <summary>The instance if it is on a host of this zone now.</summary>
    public Instance? FindLocal(Guid instanceId) =>
        _instances.TryGetValue(instanceId, out var change)
            ? change?.Instance is { HostId: not null } instance ? instance : null
            : _before is not null ? _before.FindLocal(instanceId)
            : _localInstances.TryGet(instanceId, out var stored) ? stored : null;

    /// <summary>The instances on a host of this zone now, in no order.</summary>
    public IReadOnlyCollection<Instance> InstancesOn(Guid hostId) => OnHost(hostId).Values;

    /// <summary>After the group before this one was published: what it changed now stands in what is stored.</summary>
    public void SettleBefore() => _before = null;

    private Dictionary<Guid, Instance> OnHost(Guid hostId)
    {
        var here = _before?.OnHost(hostId) ?? _localInstances.OnHost(hostId).ToDictionary(i => i.Id);
        foreach (var (id, change) in _instances.Items)
        {
            if (change?.Instance.HostId == hostId)
            {
                here[id] = change.Instance;
            }
            else
            {
                here.Remove(id);
            }
        }

        return here;
    }

    public void SaveInstance(Instance instance, bool isNew)
    {
        // Inserted and moved on in one group is still an insert.
        var inserted = _instances.TryGetValue(instance.Id, out var earlier) && earlier is { IsNew: true };
        _instances.Set(instance.Id, new InstanceChange(instance, isNew || inserted));
        if (isNew && instance.Charge is { } charge)
        {
            SetCharge(instance.Id, charge);
        }
    }

    /// <summary>Moves an instance that a child holds, unless somebody moved it meanwhile.</summary>
    public void MoveInstance(Guid instanceId, InstanceState before, InstanceState after)
    {
        var move = new InstanceMove(instanceId, before, after);
        _moves.Add(move);
        _undo.Add(new Undo(Other: () => _moves.Remove(move)));
    }

    public void RemoveInstance(Guid instanceId)
    {
        _instances.Set(instanceId, null);
        SetCharge(instanceId, null);
    }

    public void SaveReservation(Reservation reservation)
    {
        _reservations.Set(reservation.Id, reservation);
        Forget(_ends, reservation.Id);
        Forget(_states, reservation.Id);
    }

    /// <summary>Saves how far a reservation got that is stored already: cheaper than to save it whole, since no index has to be looked at.</summary>
    /// <param name="reservation">As it was stored but for what <see cref="FleetChanges.Ends"/> names.</param>
    public void SaveReservationEnd(Reservation reservation)
    {
        if (_reservations.TryGetValue(reservation.Id, out _))
        {
            _reservations.Set(reservation.Id, reservation);
            return;
        }

        _ends.Set(reservation.Id, reservation);
        Forget(_states, reservation.Id);
    }

    public void SaveReservationState(string reservationId, ReservationState state, DateTimeOffset? releasedAt)
    {
        if (_reservations.TryGetValue(reservationId, out var whole))
        {
            _reservations.Set(reservationId, whole with { State = state, ReleasedAt = releasedAt });
        }
        else if (_ends.TryGetValue(reservationId, out var ended))
        {
            _ends.Set(reservationId, ended with { State = state, ReleasedAt = releasedAt });
        }
        else
        {
            _states.Set(reservationId, new ReservationStateChange(reservationId, state, releasedAt));
        }
    }

    public void SaveExplanation(ExplanationRecord explanation)
    {
        _explanations.Add(explanation);
        _undo.Add(new Undo(Other: () => _explanations.RemoveAt(_explanations.Count - 1)));
    }

    /// <summary>Records an act with the decision that it is.</summary>
    public void Record(AuditDraft draft)
    {
        _audit.Add((draft, Now));
        _undo.Add(new Undo(Other: () => _audit.RemoveAt(_audit.Count - 1)));
    }

    public FleetChanges ToChanges()
    {
        var hosts = new List<HostChange>();
        var removed = new List<Host>();
        foreach (var (name, after) in _hosts.Items)
        {
            var before = _start.Find(name);
            if (after is null)
            {
                if (before is not null)
                {
                    removed.Add(before);
                }
            }
            else if (before is not null && before.Id != after.Id)
            {
                // Removed and reported anew in one group: the old row must go before the new one comes.
                removed.Add(before);
                hosts.Add(new HostChange(null, after, ReportChanged: true));
            }
            else
            {
                hosts.Add(new HostChange(before, after, before is null || _reported.Contains(name)));
            }
        }

        return new FleetChanges
        {
            Hosts = hosts,
            RemovedHosts = removed,
            Instances = [.. _instances.Items.Values.OfType<InstanceChange>()],
            RemovedInstances = [.. _instances.Items.Where(i => i.Value is null).Select(i => i.Key)],
            InstanceMoves = [.. _moves],
            Reservations = [.. _reservations.Items.Values],
            Ends = [.. _ends.Items.Values],
            ReservationStates = [.. _states.Items.Values],
            Explanations = [.. _explanations],
            Granted = [.. _granted.Items.Values],
            Audit = [.. _audit],
        };
    }

    /// <summary>Counts an instance once, however often it is saved or removed.</summary>
    private void SetCharge(Guid instanceId, InstanceCharge? charge)
    {
        var old = ChargeOf(instanceId);
        if (old == charge)
        {
            return;
        }

        _charges.Set(instanceId, charge);
        var book = old is null ? Tenants : Tenants.Charge(old, -1);
        Put(charge is null ? book : book.Charge(charge, 1));
    }

    private static void Forget<T>(UndoableMap<string, T> map, string id)
    {
        if (map.TryGetValue(id, out _))
        {
            map.Remove(id);
        }
    }

    private InstanceCharge? ChargeOf(Guid instanceId) =>
        _charges.TryGetValue(instanceId, out var changed) ? changed
        : _before is not null ? _before.ChargeOf(instanceId)
        : _storedCharges.GetValueOrDefault(instanceId);

    private void Change(FleetSnapshot next)
    {
        var before = Working;
        _undo.Add(new Undo(Other: () =>
        {
            // Everything later is undone already, and nothing was pending when this one came.
            _working = before;
            _pending.Clear();
        }));
        _working = next;
    }

    /// <summary>One step back; the two frequent ones need no object of their own.</summary>
    /// <param name="Pending">A host that has to go into the next picture anew.</param>
    /// <param name="Tenants">The book as it was.</param>
    /// <param name="Other">Anything else.</param>
    private readonly record struct Undo(string? Pending = null, TenantBook? Tenants = null, Action? Other = null);
}
