using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims;

/// <summary>The working state of one group of decisions: each decision sees what the earlier ones of the group decided.</summary>
/// <remarks>Used by the ledger's loop alone. A decision that fails is rolled back whole.</remarks>
internal sealed class LedgerBatch
{
    private readonly FleetSnapshot _start;
    private readonly IReadOnlyDictionary<Guid, Instance> _localInstances;
    private readonly IReadOnlyDictionary<Guid, InstanceCharge> _storedCharges;
    private readonly Dictionary<Guid, InstanceCharge?> _charges = [];
    private readonly List<Action> _undo = [];
    private readonly Dictionary<string, Host?> _hosts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, InstanceChange?> _instances = [];
    private readonly Dictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReservationStateChange> _states = new(StringComparer.Ordinal);
    private readonly List<ExplanationRecord> _explanations = [];
    private readonly List<InstanceMove> _moves = [];
    private readonly Dictionary<(Guid Child, string Tenant), LeaseOut> _granted = [];

    // Known hosts that changed and do not stand in _working yet: a picture copies whole blocks, so many hosts go in at once.
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private FleetSnapshot _working;

    public LedgerBatch(
        FleetSnapshot start, TenantBook tenants, IReadOnlyDictionary<Guid, Instance> localInstances, IReadOnlyDictionary<Guid, InstanceCharge> charges, DateTimeOffset now)
    {
        _start = start;
        _storedCharges = charges;
        Tenants = tenants;
        _localInstances = localInstances;
        _working = start;
        Now = now;
    }

    /// <summary>The fleet with everything decided so far. To look at single hosts, <see cref="Find(Guid)"/> is much cheaper.</summary>
    public FleetSnapshot Working
    {
        get
        {
            if (_pending.Count > 0)
            {
                _working = _working.WithAll(_pending.Select(name => Find(name)!));
                _pending.Clear();
            }

            return _working;
        }
    }

    /// <summary>Quotas and what tenants hold, with everything decided so far.</summary>
    public TenantBook Tenants { get; private set; }

    /// <summary>Charges as they shall be in memory once the group is durable; null means gone.</summary>
    public IReadOnlyDictionary<Guid, InstanceCharge?> ChargeOverlay => _charges;

    /// <summary>One instant for the whole group, UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Hosts and instances as they shall be in memory once the group is durable; null means gone.</summary>
    public IReadOnlyDictionary<Guid, InstanceChange?> InstanceOverlay => _instances;

    public int Mark() => _undo.Count;

    public void Rollback(int mark)
    {
        for (var i = _undo.Count - 1; i >= mark; i--)
        {
            _undo[i]();
        }

        _undo.RemoveRange(mark, _undo.Count - mark);
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
        if (Find(host.Name)?.Id == host.Id)
        {
            _pending.Add(host.Name);
            _undo.Add(() => _pending.Add(host.Name));
        }
        else
        {
            Change(Working.With(host));
        }

        Set(_hosts, host.Name, host);
        if (reportChanged && _reported.Add(host.Name))
        {
            _undo.Add(() => _reported.Remove(host.Name));
        }
    }

    public void RemoveHost(Host host)
    {
        Change(Working.Without(host.Name));
        Set(_hosts, host.Name, null);
    }

    /// <summary>Quotas or leases changed.</summary>
    public void Put(TenantBook tenants)
    {
        var before = Tenants;
        _undo.Add(() => Tenants = before);
        Tenants = tenants;
    }

    /// <summary>Lends to a child: counted, and durable, from this decision on.</summary>
    public void Grant(LeaseOut lease)
    {
        Put(Tenants.With(lease));
        Set(_granted, (lease.ChildZoneId, lease.Tenant), lease);
    }

    /// <summary>The instance if it is on a host of this zone now.</summary>
    public Instance? FindLocal(Guid instanceId) =>
        _instances.TryGetValue(instanceId, out var change)
            ? change?.Instance is { HostId: not null } instance ? instance : null
            : _localInstances.GetValueOrDefault(instanceId);

    public void SaveInstance(Instance instance, bool isNew)
    {
        // Inserted and moved on in one group is still an insert.
        var inserted = _instances.TryGetValue(instance.Id, out var earlier) && earlier is { IsNew: true };
        Set(_instances, instance.Id, new InstanceChange(instance, isNew || inserted));
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
        _undo.Add(() => _moves.Remove(move));
    }

    public void RemoveInstance(Guid instanceId)
    {
        Set(_instances, instanceId, null);
        SetCharge(instanceId, null);
    }

    public void SaveReservation(Reservation reservation)
    {
        Set(_reservations, reservation.Id, reservation);
        if (_states.Remove(reservation.Id, out var state))
        {
            _undo.Add(() => _states[reservation.Id] = state);
        }
    }

    public void SaveReservationState(string reservationId, ReservationState state, DateTimeOffset? releasedAt)
    {
        if (_reservations.TryGetValue(reservationId, out var whole))
        {
            Set(_reservations, reservationId, whole with { State = state, ReleasedAt = releasedAt });
        }
        else
        {
            Set(_states, reservationId, new ReservationStateChange(reservationId, state, releasedAt));
        }
    }

    public void SaveExplanation(ExplanationRecord explanation)
    {
        _explanations.Add(explanation);
        _undo.Add(() => _explanations.RemoveAt(_explanations.Count - 1));
    }

    public FleetChanges ToChanges()
    {
        var hosts = new List<HostChange>();
        var removed = new List<Host>();
        foreach (var (name, after) in _hosts)
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
            Instances = [.. _instances.Values.OfType<InstanceChange>()],
            RemovedInstances = [.. _instances.Where(i => i.Value is null).Select(i => i.Key)],
            InstanceMoves = [.. _moves],
            Reservations = [.. _reservations.Values],
            ReservationStates = [.. _states.Values],
            Explanations = [.. _explanations],
            Granted = [.. _granted.Values],
        };
    }

    /// <summary>Counts an instance once, however often it is saved or removed.</summary>
    private void SetCharge(Guid instanceId, InstanceCharge? charge)
    {
        var old = _charges.TryGetValue(instanceId, out var changed) ? changed : _storedCharges.GetValueOrDefault(instanceId);
        if (old == charge)
        {
            return;
        }

        Set(_charges, instanceId, charge);
        var book = old is null ? Tenants : Tenants.Charge(old, -1);
        Put(charge is null ? book : book.Charge(charge, 1));
    }

    private void Change(FleetSnapshot next)
    {
        var before = Working;
        _undo.Add(() =>
        {
            // Everything later is undone already, and nothing was pending when this one came.
            _working = before;
            _pending.Clear();
        });
        _working = next;
    }

    private void Set<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key, TValue value)
        where TKey : notnull
    {
        if (map.TryGetValue(key, out var old))
        {
            _undo.Add(() => map[key] = old);
        }
        else
        {
            _undo.Add(() => map.Remove(key));
        }

        map[key] = value;
    }
}
