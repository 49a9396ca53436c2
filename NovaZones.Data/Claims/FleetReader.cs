using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data.Fleet;
using NovaZones.Data.Quotas;

namespace NovaZones.Data.Claims;

/// <summary>Reads the whole fleet as it is stored, table by table, and sums in memory what is used.</summary>
/// <remarks>
/// Without a transaction, and generations first: what another replica commits in between makes a host newer than its generation
/// says, so that the next claim on it is refused as stale. Read the other way round, it could pass with old amounts.
/// Equal names, lists of traits and paths become one object; otherwise a large fleet would hold each a hundred thousand times.
/// </remarks>
/// <param name="connection">Open.</param>
/// <param name="scope">Which rows to read, or null for all.</param>
internal sealed class FleetReader(DbConnection connection, FleetScope? scope = null) : IDisposable
{
    // Two and a half million columns of a whole fleet of 100,000 hosts: read from the engine itself.
    private const string SqliteReaderPragmas = "PRAGMA cache_size=-8192;";

    private readonly SqliteStatements? _sqlite = scope is null && connection is SqliteConnection ? SqliteStatements.Open(connection.ConnectionString, SqliteConnectionSetup.Pragmas + SqliteReaderPragmas) : null;
    private readonly SqlForm _form = SqlForm.Of(connection);
    private readonly Dictionary<int, string> _classes = [];
    private readonly Dictionary<Guid, HostDraft> _drafts = [];
    private readonly Dictionary<Guid, ProviderDraft> _providers = [];
    private readonly Dictionary<Guid, int> _places = [];
    private readonly List<Instance> _instances = [];
    private readonly Dictionary<string, ImmutableArray<string>> _lists = new(StringComparer.Ordinal);

    public async Task<LoadedFleet> ReadAsync(CancellationToken cancellationToken)
    {
        await ForEachAsync("SELECT Id, Name FROM ResourceClasses", AddClass, cancellationToken).ConfigureAwait(false);
        await ForEachAsync($"SELECT Id, RootId, ParentId, Name, Generation, Traits FROM ResourceProviders{scope?.Providers} ORDER BY RootId, Ordinal", AddProvider, cancellationToken).ConfigureAwait(false);
        await ForEachAsync("SELECT ProviderId, ResourceClassId, Total, Reserved, AllocationRatio, MinUnit, MaxUnit, StepSize FROM Inventories" + scope?.Inventories, AddInventory, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            "SELECT Id, ReservationId, Ordinal, State, HostId, HostName, ZonePath, Score, CreatedAt, ServerGroup FROM Instances WHERE HostId IS NOT NULL" + scope?.Instances, AddInstance, cancellationToken).ConfigureAwait(false);
        await ReadAllocationsAsync(cancellationToken).ConfigureAwait(false);

        var hosts = new List<Host>(_drafts.Count);
        await ForEachAsync(
            "SELECT Id, Name, AdminState, DisabledReason, AvailabilityZone, Capabilities, Aggregates, LastReportAt FROM Hosts" + scope?.Hosts,
            row =>
            {
                // A host that came after the providers were read is left for the next reading.
                if (_drafts.TryGetValue(row.Guid(0), out var draft))
                {
                    hosts.Add(ToHost(row, draft));
                }
            },
            cancellationToken).ConfigureAwait(false);
        return new LoadedFleet(hosts, _instances) { Charges = await ReadChargesAsync(cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Whose each instance is. A reservation that is gone leaves its instances to those without tenant.</summary>
    private async Task<IReadOnlyDictionary<Guid, Core.Quotas.InstanceCharge>> ReadChargesAsync(CancellationToken cancellationToken)
    {
        var drafts = new ChargeDrafts();
        await ForEachAsync(
            "SELECT i.Id, r.Tenant, r.ParentReservationId FROM Instances i LEFT JOIN Reservations r ON r.Id = i.ReservationId WHERE i.HostId IS NOT NULL" + scope?.LocalCharges,
            row =>
            {
                if (_places.TryGetValue(row.Guid(0), out var place))
                {
                    drafts.AddLocal(_instances[place], row.IsNull(1) ? null : NamePool.Share(row.Text(1)), !row.IsNull(2));
                }
            },
            cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            "SELECT i.Id, i.ReservationId, r.Tenant, r.ParentReservationId, r.RequestJson FROM Instances i LEFT JOIN Reservations r ON r.Id = i.ReservationId WHERE i.HostId IS NULL" + scope?.RemoteCharges,
            row => drafts.AddRemote(
                row.Guid(0),
                row.Text(1),
                row.IsNull(2) ? null : NamePool.Share(row.Text(2)),
                !row.IsNull(3),
                () => row.IsNull(4) ? "{}" : row.Text(4)),
            cancellationToken).ConfigureAwait(false);
        return drafts.Charges;
    }

    public void Dispose() => _sqlite?.Dispose();

    private void AddClass(ISqlRow row) => _classes.Add((int)row.Number(0), NamePool.Share(row.Text(1)));

    private void AddProvider(ISqlRow row)
    {
        var rootId = row.Guid(1);
        if (!_drafts.TryGetValue(rootId, out var host))
        {
            host = new HostDraft();
            _drafts.Add(rootId, host);
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

    private void AddInventory(ISqlRow row)
    {
        if (_providers.TryGetValue(row.Guid(0), out var provider))
        {
            var inventory = new Inventory(
                row.Number(2), row.Number(3), row.Real(4), row.Number(5), row.Number(6), row.Number(7));
            provider.Inventories.Add(new InventoryUsage(ClassName((int)row.Number(1)), inventory, 0));
        }
    }

    private void AddInstance(ISqlRow row)
    {
        var hostId = row.Guid(4);
        var host = _drafts.GetValueOrDefault(hostId);
        var group = row.IsNull(9) ? null : NamePool.Share(row.Text(9));
        host?.Add(group);

        var id = row.Guid(0);
        _places.Add(id, _instances.Count);
        _instances.Add(new Instance
        {
            Id = id,
            ReservationId = row.Text(1),
            Index = (int)row.Number(2),
            State = (InstanceState)row.Number(3),
            HostId = hostId,
            HostName = host?.Providers[0].Name ?? (row.IsNull(5) ? null : row.Text(5)),
            ZonePath = NamePool.Share(row.Text(6)),
            Score = row.Real(7),
            CreatedAt = row.Moment(8),
            Group = group,
        });
    }

    /// <summary>Rows of one instance lie together as they were inserted; where they do not, its parts are joined.</summary>
    private async Task ReadAllocationsAsync(CancellationToken cancellationToken)
    {
        var current = Guid.Empty;
        var parts = ImmutableArray.CreateBuilder<AllocationPart>();
        await ForEachAsync(
            "SELECT InstanceId, ProviderId, ResourceClassId, Amount FROM Allocations" + scope?.Allocations,
            row =>
            {
                var instanceId = row.Guid(0);
                if (instanceId != current)
                {
                    GiveParts(current, parts);
                    current = instanceId;
                }

                var part = new AllocationPart(row.Guid(1), ClassName((int)row.Number(2)), row.Number(3));
                parts.Add(part);
                if (_providers.TryGetValue(part.ProviderId, out var provider))
                {
                    provider.Use(part);
                }
            },
            cancellationToken).ConfigureAwait(false);
        GiveParts(current, parts);
    }

    private void GiveParts(Guid instanceId, ImmutableArray<AllocationPart>.Builder parts)
    {
        if (_places.TryGetValue(instanceId, out var place))
        {
            var instance = _instances[place];
            _instances[place] = instance with { Parts = instance.Parts.AddRange(parts.ToImmutable()) };
        }

        parts.Clear();
    }

    private Host ToHost(ISqlRow row, HostDraft draft) => new()
    {
        Name = draft.Providers[0].Name,
        Generation = draft.Generation,
        Providers = [.. draft.Providers.Select(p => p.ToProvider())],
        Heartbeat = new Heartbeat(row.Moment(7)),
        AdminState = (AdminState)row.Number(2),
        DisabledReason = row.IsNull(3) ? null : row.Text(3),
        AvailabilityZone = row.IsNull(4) ? null : NamePool.Share(row.Text(4)),
        Capabilities = HostJson.ReadCapabilities(row.Text(5)),
        Aggregates = Names(row.Text(6)),
        InstanceCount = draft.InstanceCount,
        Groups = [.. draft.Groups.Select(g => new GroupCount(g.Key, g.Value))],
    };

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

    private async Task ForEachAsync(string text, Action<ISqlRow> read, CancellationToken cancellationToken)
    {
        if (_sqlite is not null)
        {
            _sqlite.ForEach(text, read, cancellationToken);
            return;
        }

        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = text;
            scope?.AddParameters(command, _form);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var row = new ReaderRow(reader, _form);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    read(row);
                }
            }
        }
    }

    private sealed class HostDraft
    {
        public long Generation { get; set; }

        public int InstanceCount { get; private set; }

        public SortedDictionary<string, int> Groups { get; } = new(StringComparer.Ordinal);

        public List<ProviderDraft> Providers { get; } = new(1);

        public void Add(string? group)
        {
            InstanceCount++;
            if (group is not null)
            {
                Groups[group] = Groups.GetValueOrDefault(group) + 1;
            }
        }
    }

    private sealed class ProviderDraft
    {
        public required Guid Id { get; init; }

        public required string Name { get; init; }

        public required int Parent { get; init; }

        public required ImmutableArray<string> Traits { get; init; }

        public List<InventoryUsage> Inventories { get; } = new(4);

        public void Use(AllocationPart part)
        {
            for (var i = 0; i < Inventories.Count; i++)
            {
                // Every name came from one table: the same object, or another class.
                if (ReferenceEquals(Inventories[i].ResourceClass, part.ResourceClass))
                {
                    Inventories[i] = Inventories[i] with { Used = Inventories[i].Used + part.Amount };
                    return;
                }
            }

            // What is placed must be accounted for even where a report took the inventory away.
            Inventories.Add(new InventoryUsage(part.ResourceClass, new Inventory(0), part.Amount));
        }

        public ResourceProvider ToProvider()
        {
            Inventories.Sort((a, b) => string.CompareOrdinal(a.ResourceClass, b.ResourceClass));
            return new ResourceProvider { Id = Id, Name = Name, Parent = Parent, Traits = Traits, Inventories = [.. Inventories] };
        }
    }
}
