using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Makes instances on hosts of this zone of their rows. What is equal in rows that follow each other becomes one object. Not thread-safe.</summary>
internal sealed class InstanceRows(FleetDrafts fleet)
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "Id, ReservationId, Ordinal, State, HostId, HostName, ZonePath, Score, CreatedAt, ServerGroup";

    private string? _reservationId;
    private string? _zonePath;
    private string? _group;

    /// <summary>The instance of a row, which is counted on its host.</summary>
    /// <param name="row">Its host is not null.</param>
    /// <param name="parts">What it takes.</param>
    public Instance Read(ISqlRow row, ImmutableArray<AllocationPart> parts)
    {
        _reservationId = row.Text(1, _reservationId);
        _zonePath = row.Text(6, _zonePath) is var path && ReferenceEquals(path, _zonePath) ? path : NamePool.Share(path);
        if (!row.IsNull(9))
        {
            _group = row.Text(9, _group) is var key && ReferenceEquals(key, _group) ? key : NamePool.Share(key);
        }

        var hostId = row.Guid(4);
        var group = row.IsNull(9) ? null : _group;
        return new Instance
        {
            Id = row.Guid(0),
            ReservationId = _reservationId,
            Index = (int)row.Number(2),
            State = (InstanceState)row.Number(3),
            HostId = hostId,
            HostName = fleet.Place(hostId, group) ?? (row.IsNull(5) ? null : row.Text(5)),
            ZonePath = _zonePath,
            Score = row.Real(7),
            CreatedAt = row.Moment(8),
            Group = group,
            Parts = parts,
        };
    }
}
