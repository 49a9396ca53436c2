using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Quotas;
using NovaZones.Data.Quotas;

namespace NovaZones.Data.Claims;

/// <summary>Reads a whole fleet from a SQLite file, straight from the engine: what hosts offer on one thread, what is placed on them on another.</summary>
/// <remarks>
/// Instances and their allocations lie in their files in one order, that of the instances' ids, and are read side by side in one picture of
/// the file: each row once, each instance made once. Generations first, as <see cref="FleetReader"/> does and for the same reason.
/// </remarks>
/// <param name="connectionString">Names the file.</param>
internal sealed class SqliteFleetReader(string connectionString)
{
    private const string Pragmas = SqliteConnectionSetup.Pragmas + "PRAGMA cache_size=-8192;";

    private readonly FleetDrafts _fleet = new();

    public async Task<LoadedFleet> ReadAsync(CancellationToken cancellationToken)
    {
        long leastGeneration = 0;
        using (var file = Open())
        {
            file.ForEach(ClaimStatements.ReadGenerations.Text, row => leastGeneration = row.Number(0), cancellationToken);
            file.ForEach("SELECT Id, Name FROM ResourceClasses", _fleet.AddClass, cancellationToken);
            file.ForEach("SELECT Id, RootId, ParentId, Name, Generation, Traits FROM ResourceProviders ORDER BY RootId, Ordinal", _fleet.AddProvider, cancellationToken);
        }

        var placed = Task.Run(() => ReadPlaced(cancellationToken), cancellationToken);
        var offered = Task.Run(() => ReadOffered(cancellationToken), cancellationToken);
        await Task.WhenAll(offered, placed).ConfigureAwait(false);
        var (instances, charges) = await placed.ConfigureAwait(false);
        return new LoadedFleet(_fleet.ToHosts(leastGeneration), instances) { Charges = charges };
    }

    private SqliteStatements Open() => SqliteStatements.Open(connectionString, Pragmas);

    private void ReadOffered(CancellationToken cancellationToken)
    {
        using var file = Open();
        file.ForEach("SELECT ProviderId, ResourceClassId, Total, Reserved, AllocationRatio, MinUnit, MaxUnit, StepSize FROM Inventories", _fleet.AddInventory, cancellationToken);
        file.ForEach("SELECT Id, Name, AdminState, DisabledReason, AvailabilityZone, Capabilities, Aggregates, LastReportAt FROM Hosts", _fleet.AddHost, cancellationToken);
    }

    /// <remarks>Compiled to its best at once: its loop is over before the runtime would notice that it is long.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (List<Instance> Instances, IReadOnlyDictionary<Guid, InstanceCharge> Charges) ReadPlaced(CancellationToken cancellationToken)
    {
        using var file = Open();

        // Both run to the end in the picture that the first of them took.
        using var allocations = file.Query("SELECT InstanceId, ProviderId, ResourceClassId, Amount FROM Allocations ORDER BY InstanceId");
        using var rows = file.Query($"SELECT {InstanceRows.Columns} FROM Instances ORDER BY Id");
        using var owners = new Owners(file);
        var parts = new PartsInOrder(_fleet, allocations);
        var instances = new List<Instance>();
        var charges = new ChargeDrafts();
        var toInstance = new InstanceRows(_fleet);
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows.Row;
            var taken = parts.Of(row.Key(0));
            owners.Find(row, 1);
            if (row.IsNull(4))
            {
                charges.AddRemote(row.Guid(0), row.Text(1), owners.Tenant, owners.IsFromParent, owners.Request);
                continue;
            }

            var instance = toInstance.Read(row, taken);
            instances.Add(instance);
            charges.AddLocal(instance, owners.Tenant, owners.IsFromParent);
        }

        parts.End();
        return (instances, charges.Charges);
    }

    /// <summary>Allocations in the order of their instances.</summary>
    private sealed class PartsInOrder
    {
        private readonly FleetDrafts _fleet;
        private readonly SqliteQuery _rows;
        private readonly List<AllocationPart> _parts = [];
        private bool _hasRow;

        public PartsInOrder(FleetDrafts fleet, SqliteQuery rows)
        {
            (_fleet, _rows) = (fleet, rows);
            _hasRow = rows.Read();
        }

        /// <summary>What an instance takes; what stands before it belongs to none, and is used all the same.</summary>
        public ImmutableArray<AllocationPart> Of(UInt128 instance)
        {
            while (_hasRow && _rows.Row.Key(0) < instance)
            {
                _fleet.Use(_rows.Row, 1);
                _hasRow = _rows.Read();
            }

            _parts.Clear();
            while (_hasRow && _rows.Row.Key(0) == instance)
            {
                _parts.Add(_fleet.Use(_rows.Row, 1));
                _hasRow = _rows.Read();
            }

            return [.. _parts];
        }

        public void End() => Of(UInt128.MaxValue);
    }

    /// <summary>Whose reservations are; those of one stand together mostly.</summary>
    private sealed class Owners(SqliteStatements file) : IDisposable
    {
        private readonly SqliteQuery _owners = file.Query("SELECT Tenant, ParentReservationId FROM Reservations WHERE Id = @Id");
        private readonly SqliteQuery _requests = file.Query("SELECT RequestJson FROM Reservations WHERE Id = @Id");
        private string? _reservation;

        /// <summary>Null also where the reservation is gone.</summary>
        public string? Tenant { get; private set; }

        public bool IsFromParent { get; private set; }

        public void Find(SqliteRow row, int column)
        {
            var reservation = row.Text(column, _reservation);
            if (ReferenceEquals(reservation, _reservation))
            {
                return;
            }

            _reservation = reservation;
            var isThere = _owners.ReadFirst(row.Utf8(column));
            Tenant = !isThere || _owners.Row.IsNull(0) ? null : _owners.Row.Text(0, Tenant) is var tenant && ReferenceEquals(tenant, Tenant) ? tenant : NamePool.Share(tenant);
            IsFromParent = isThere && !_owners.Row.IsNull(1);
        }

        /// <summary>The request of the reservation that was looked for last.</summary>
        public string Request() => _requests.ReadFirst(Encoding.UTF8.GetBytes(_reservation!)) && !_requests.Row.IsNull(0) ? _requests.Row.Text(0) : "{}";

        public void Dispose()
        {
            _owners.Dispose();
            _requests.Dispose();
        }
    }
}
