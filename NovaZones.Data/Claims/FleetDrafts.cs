using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>The hosts of a fleet while their rows come in; what is used is summed up here.</summary>
/// <remarks>
/// Classes first, then providers, then the rest. What hosts offer (<see cref="AddInventory"/>, <see cref="AddHost"/>) may then come on one thread
/// and what is placed on them (<see cref="Place"/>, <see cref="Use"/>) on another, since the two touch different fields.
/// Equal names, lists of traits and paths become one object; otherwise a large fleet would hold each a hundred thousand times.
/// </remarks>
internal sealed class FleetDrafts
{
    private readonly Dictionary<int, string> _classes = [];
    private readonly Dictionary<Guid, HostDraft> _hosts = [];
    private readonly Dictionary<Guid, ProviderDraft> _providers = [];
    private readonly List<HostDraft> _inOrder = [];
    private readonly Dictionary<string, ImmutableArray<string>> _lists = new(StringComparer.Ordinal);

    /// <summary>Columns: Id, Name.</summary>
    public void AddClass(ISqlRow row) => _classes.Add((int)row.Number(0), NamePool.Share(row.Text(1)));

    /// <summary>Columns: Id, RootId, ParentId, Name, Generation, Traits; a host's together and in order.</summary>
    public void AddProvider(ISqlRow row)
    {
        var rootId = row.Guid(1);
        if (!_hosts.TryGetValue(rootId, out var host))
        {
            host = new HostDraft();
            _hosts.Add(rootId, host);
        }

        var id = row.Guid(0);
        var parentId = row.IsNull(2) ? (Guid?)null : row.Guid(2);
        if (parentId is null)
        {
            host.Generation = row.Number(4);
        }

        // The root's name is the host's, one of its kind; below it stand the same few names in every host.
        var name = row.Text(3);
        var provider = new ProviderDraft
        {
            Id = id,
            Name = parentId is null ? name : NamePool.Share(name),
            Parent = parentId is { } parent ? host.Providers.FindIndex(p => p.Id == parent) : -1,
            Traits = Names(row.Text(5)),
        };
        host.Providers.Add(provider);
        _providers.Add(id, provider);
    }

    /// <summary>Columns: ProviderId, ResourceClassId, Total, Reserved, AllocationRatio, MinUnit, MaxUnit, StepSize.</summary>
    public void AddInventory(ISqlRow row)
    {
        if (_providers.TryGetValue(row.Guid(0), out var provider))
        {
            var inventory = new Inventory(row.Number(2), row.Number(3), row.Real(4), row.Number(5), row.Number(6), row.Number(7));
            provider.Inventories.Add(new InventoryUsage(ClassName((int)row.Number(1)), inventory, 0));
        }
    }

    /// <summary>Columns: Id, Name, AdminState, DisabledReason, AvailabilityZone, Capabilities, Aggregates, LastReportAt.</summary>
    public void AddHost(ISqlRow row)
    {
        // A host that came after the providers were read is left for the next reading.
        if (!_hosts.TryGetValue(row.Guid(0), out var draft))
        {
            return;
        }

        draft.Row = new HostRow(
            new Heartbeat(row.Moment(7)),
            (AdminState)row.Number(2),
            row.IsNull(3) ? null : row.Text(3),
            row.IsNull(4) ? null : NamePool.Share(row.Text(4)),
            HostJson.ReadCapabilities(row.Text(5)),
            Names(row.Text(6)));
        _inOrder.Add(draft);
    }

    /// <summary>Counts an instance on its host.</summary>
    /// <returns>The host's name; null when it is not known.</returns>
    public string? Place(Guid hostId, string? group)
    {
        var host = _hosts.GetValueOrDefault(hostId);
        host?.Add(group);
        return host?.Providers[0].Name;
    }

    /// <summary>Columns from a position on: ProviderId, ResourceClassId, Amount. Counts it as used.</summary>
    /// <exception cref="StaleFleetException">Its class was not there when the classes were read.</exception>
    public AllocationPart Use(ISqlRow row, int column)
    {
        var part = new AllocationPart(row.Guid(column), ClassName((int)row.Number(column + 1)), row.Number(column + 2));
        _providers.GetValueOrDefault(part.ProviderId)?.Use(part);
        return part;
    }

    /// <summary>The hosts, in the order in which they were added.</summary>
    /// <param name="leastGeneration">What each has at least, whatever its row tells.</param>
    public IReadOnlyList<Host> ToHosts(long leastGeneration = 0) => _inOrder.ConvertAll(draft => draft.ToHost(leastGeneration));

    private string ClassName(int id) =>
        _classes.GetValueOrDefault(id) ?? throw new StaleFleetException($"Resource class {id} was added by another replica while the fleet was read.");

    private ImmutableArray<string> Names(string json)
    {
        if (!_lists.TryGetValue(json, out var names))
        {
            names = HostJson.ReadNames(json);
            _lists.Add(json, names);
        }

        return names;
    }

    private sealed record HostRow(
        Heartbeat Heartbeat,
        AdminState AdminState,
        string? DisabledReason,
        string? AvailabilityZone,
        ImmutableSortedDictionary<string, CapabilityValue> Capabilities,
        ImmutableArray<string> Aggregates);

    private sealed class HostDraft
    {
        private SortedDictionary<string, int>? _groups;
        private int _instanceCount;

        public long Generation { get; set; }

        public List<ProviderDraft> Providers { get; } = new(1);

        public HostRow? Row { get; set; }

        public void Add(string? group)
        {
            _instanceCount++;
            if (group is not null)
            {
                _groups ??= new SortedDictionary<string, int>(StringComparer.Ordinal);
                _groups[group] = _groups.GetValueOrDefault(group) + 1;
            }
        }

        public Host ToHost(long leastGeneration) => new()
        {
            Name = Providers[0].Name,
            Generation = Math.Max(Generation, leastGeneration),
            Providers = Providers.Count == 1 ? [Providers[0].ToProvider()] : [.. Providers.Select(p => p.ToProvider())],
            Heartbeat = Row!.Heartbeat,
            AdminState = Row.AdminState,
            DisabledReason = Row.DisabledReason,
            AvailabilityZone = Row.AvailabilityZone,
            Capabilities = Row.Capabilities,
            Aggregates = Row.Aggregates,
            InstanceCount = _instanceCount,
            Groups = _groups is null ? [] : [.. _groups.Select(g => new GroupCount(g.Key, g.Value))],
        };
    }

    private sealed class ProviderDraft
    {
        // Every name came from one table: the same object, or another class.
        private readonly List<(string Class, long Amount)> _used = new(2);

        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required int Parent { get; init; }

        public required ImmutableArray<string> Traits { get; init; }

        public List<InventoryUsage> Inventories { get; } = new(4);

        public void Use(AllocationPart part)
        {
            for (var i = 0; i < _used.Count; i++)
            {
                if (ReferenceEquals(_used[i].Class, part.ResourceClass))
                {
                    _used[i] = (part.ResourceClass, _used[i].Amount + part.Amount);
                    return;
                }
            }

            _used.Add((part.ResourceClass, part.Amount));
        }

        public ResourceProvider ToProvider()
        {
            foreach (var (resourceClass, amount) in _used)
            {
                var index = Inventories.FindIndex(usage => ReferenceEquals(usage.ResourceClass, resourceClass));
                if (index >= 0)
                {
                    Inventories[index] = Inventories[index] with { Used = amount };
                }
                else
                {
                    // What is placed must be accounted for even where a report took the inventory away.
                    Inventories.Add(new InventoryUsage(resourceClass, new Inventory(0), amount));
                }
            }

            Inventories.Sort((a, b) => string.CompareOrdinal(a.ResourceClass, b.ResourceClass));
            return new ResourceProvider { Id = Id, Name = Name, Parent = Parent, Traits = Traits, Inventories = [.. Inventories] };
        }
    }
}
