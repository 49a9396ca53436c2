using System.Collections.Immutable;
using System.Data.Common;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data.Quotas;

namespace NovaZones.Data.Claims;

/// <summary>Reads the fleet, or a part of it, as it is stored, table by table, and sums in memory what is used.</summary>
/// <remarks>
/// Without a transaction, and generations first: what another replica commits in between makes a host newer than its generation
/// says, so that the next claim on it is refused as stale. Read the other way round, it could pass with old amounts.
/// A whole SQLite file is read by <see cref="SqliteFleetReader"/>.
/// </remarks>
/// <param name="connection">Open.</param>
/// <param name="scope">Which rows to read, or null for all.</param>
internal sealed class FleetReader(DbConnection connection, FleetScope? scope = null)
{
    private readonly SqlForm _form = SqlForm.Of(connection);
    private readonly FleetDrafts _fleet = new();
    private readonly Dictionary<Guid, int> _places = [];
    private readonly List<Instance> _instances = [];

    public async Task<LoadedFleet> ReadAsync(CancellationToken cancellationToken)
    {
        await ForEachAsync("SELECT Id, Name FROM ResourceClasses", _fleet.AddClass, cancellationToken).ConfigureAwait(false);
        await ForEachAsync($"SELECT Id, RootId, ParentId, Name, Generation, Traits FROM ResourceProviders{scope?.Providers} ORDER BY RootId, Ordinal", _fleet.AddProvider, cancellationToken).ConfigureAwait(false);
        await ForEachAsync("SELECT ProviderId, ResourceClassId, Total, Reserved, AllocationRatio, MinUnit, MaxUnit, StepSize FROM Inventories" + scope?.Inventories, _fleet.AddInventory, cancellationToken).ConfigureAwait(false);
        var rows = new InstanceRows(_fleet);
        await ForEachAsync(
            $"SELECT {InstanceRows.Columns} FROM Instances WHERE HostId IS NOT NULL" + scope?.Instances,
            row =>
            {
                var instance = rows.Read(row, []);
                _places.Add(instance.Id, _instances.Count);
                _instances.Add(instance);
            },
            cancellationToken).ConfigureAwait(false);
        await ReadAllocationsAsync(cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            "SELECT Id, Name, AdminState, DisabledReason, AvailabilityZone, Capabilities, Aggregates, LastReportAt FROM Hosts" + scope?.Hosts, _fleet.AddHost, cancellationToken).ConfigureAwait(false);
        return new LoadedFleet(_fleet.ToHosts(), _instances) { Charges = await ReadChargesAsync(cancellationToken).ConfigureAwait(false) };
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

                parts.Add(_fleet.Use(row, 1));
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

    private async Task ForEachAsync(string text, Action<ISqlRow> read, CancellationToken cancellationToken)
    {
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
}
