using Microsoft.Data.SqlClient;
using NovaZones.Core.Claims;
using NovaZones.Core.Quotas;
using NovaZones.Data.Audit;
using NovaZones.Data.Quotas;

namespace NovaZones.Data.Claims;

/// <summary>Writes one group of changes inside the session's transaction.</summary>
/// <param name="session">Where it is written.</param>
/// <param name="classes">Numbers of classes.</param>
/// <param name="generations">What keeps generations growing without a row for each; null where every change of a host is decided by its row.</param>
/// <param name="cancellationToken">Gives up between statements.</param>
internal sealed class ChangesWriter(ClaimSession session, ResourceClassIds classes, GenerationReserve? generations, CancellationToken cancellationToken)
{
    private readonly RowGroup _instances = new(session, ClaimStatements.InsertInstance, ClaimStatements.InsertInstances, cancellationToken);
    private readonly RowGroup _allocations = new(session, ClaimStatements.InsertAllocation, ClaimStatements.InsertAllocations, cancellationToken);

    public async Task WriteAsync(FleetChanges changes)
    {
        try
        {
            await WriteHostsAsync(changes).ConfigureAwait(false);
        }
        catch (SqlException ex) when (SqlFaults.Of(ex) == SqlFault.Duplicate)
        {
            throw new StaleFleetException("Another replica first reported one of these hosts or resource classes.");
        }

        foreach (var id in changes.RemovedInstances)
        {
            await session.ExecuteAsync(ClaimStatements.DeleteAllocations, cancellationToken, id).ConfigureAwait(false);
            await session.ExecuteAsync(ClaimStatements.DeleteInstance, cancellationToken, id).ConfigureAwait(false);
        }

        foreach (var change in changes.Instances)
        {
            await WriteInstanceAsync(change).ConfigureAwait(false);
        }

        await _instances.EndAsync().ConfigureAwait(false);
        await _allocations.EndAsync().ConfigureAwait(false);

        foreach (var (id, before, after) in changes.InstanceMoves)
        {
            await session.ExecuteAsync(ClaimStatements.MoveInstance, cancellationToken, id, (int)before, (int)after).ConfigureAwait(false);
        }

        foreach (var reservation in changes.Reservations)
        {
            await WriteReservationAsync(reservation).ConfigureAwait(false);
        }

        foreach (var reservation in changes.Ends)
        {
            await WriteEndAsync(reservation).ConfigureAwait(false);
        }

        foreach (var (id, state, releasedAt) in changes.ReservationStates)
        {
            await session.ExecuteAsync(ClaimStatements.MoveReservation, cancellationToken, id, (int)state, releasedAt).ConfigureAwait(false);
        }

        foreach (var lease in changes.Granted)
        {
            await WriteGrantedAsync(lease).ConfigureAwait(false);
        }

        foreach (var (draft, at) in changes.Audit)
        {
            await AuditWriter.AppendAsync(session, draft, at, cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in changes.Explanations)
        {
            if (await session.ExecuteAsync(ClaimStatements.InsertExplanation, cancellationToken, record.ReservationId, record.Packed, record.CreatedAt).ConfigureAwait(false) == 0)
            {
                await session.ExecuteAsync(ClaimStatements.UpdateExplanation, cancellationToken, record.ReservationId, record.Packed, record.CreatedAt).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteHostsAsync(FleetChanges changes)
    {
        var hosts = new HostWriter(session, classes, generations, cancellationToken);

        // Removed ones first: one of the others may take over a name. In one order everywhere, so that two replicas that want the
        // same hosts wait for each other instead of for ever.
        foreach (var host in changes.RemovedHosts.OrderBy(h => h.Id))
        {
            await hosts.RemoveAsync(host).ConfigureAwait(false);
        }

        if (generations is not null)
        {
            await generations.CoverAsync(session, changes.Hosts, cancellationToken).ConfigureAwait(false);
        }

        foreach (var change in generations is null ? changes.Hosts.OrderBy(c => c.After.Id) : changes.Hosts.Where(c => c.ReportChanged || c.Before is null).OrderBy(c => c.After.Id))
        {
            await hosts.WriteAsync(change).ConfigureAwait(false);
        }
    }

    private async Task WriteInstanceAsync(InstanceChange change)
    {
        var instance = change.Instance;
        if (!change.IsNew)
        {
            var touched = await session.ExecuteAsync(
                ClaimStatements.UpdateInstance,
                cancellationToken,
                instance.Id, (int)instance.State, instance.HostName, instance.ZonePath, instance.Score).ConfigureAwait(false);
            if (touched == 0 && instance.State != InstanceState.Releasing)
            {
                // Written again it would stand for something that its zone has given back. One that was to be given back is simply gone.
                throw new StaleFleetException($"Instance {instance.Id} was released by another replica.");
            }

            return;
        }

        await _instances.AddAsync(
            instance.Id, (int)instance.State, instance.HostId, instance.HostName, instance.ChildZoneId, instance.ZonePath, instance.Score,
            instance.ReservationId, instance.Index, instance.CreatedAt, instance.Group).ConfigureAwait(false);
        foreach (var part in instance.Parts)
        {
            var classId = await classes.GetAsync(session, part.ResourceClass, cancellationToken).ConfigureAwait(false);
            await _allocations.AddAsync(instance.Id, part.ProviderId, classId, part.Amount).ConfigureAwait(false);
        }
    }

    private async Task WriteGrantedAsync(LeaseOut l)
    {
        SqlValue[] values =
            [l.ChildZoneId, l.Tenant, l.Sequence, EfQuotaStore.Write(l.Offered), EfQuotaStore.Write(l.Held), EfQuotaStore.Write(l.Reported), l.EndsAt, l.ConfirmedAt];
        if (await session.ExecuteAsync(ClaimStatements.UpdateGranted, cancellationToken, values).ConfigureAwait(false) == 0)
        {
            await session.ExecuteAsync(ClaimStatements.InsertGranted, cancellationToken, values).ConfigureAwait(false);
        }
    }

    private async Task WriteReservationAsync(Reservation r)
    {
        SqlValue[] values =
        [
            r.Id, r.Name, r.Tenant, r.Caller, (int)r.State, r.Requested, r.Placed, r.Policy, r.CreatedAt, r.ReleasedAt, r.Reason,
            r.RequestJson, r.AnswerStatus, r.AnswerJson, r.IdempotencyKey, r.ClaimId, r.PlanId, r.ParentReservationId, r.PendingUntil, r.ParentZoneId,
        ];

        // Most are new; only one that is retried, or answered later, is there already.
        if (await session.ExecuteAsync(ClaimStatements.InsertReservation, cancellationToken, values).ConfigureAwait(false) == 0)
        {
            await session.ExecuteAsync(ClaimStatements.UpdateReservation, cancellationToken, values).ConfigureAwait(false);
        }
    }

    /// <summary>What no index holds: written alone, it costs no page but the row's.</summary>
    private async Task WriteEndAsync(Reservation r)
    {
        if (await session.ExecuteAsync(
            ClaimStatements.EndReservation,
            cancellationToken,
            r.Id, (int)r.State, r.Placed, r.ReleasedAt, r.Reason, r.AnswerStatus, r.AnswerJson, r.PendingUntil).ConfigureAwait(false) == 0)
        {
            await WriteReservationAsync(r).ConfigureAwait(false);
        }
    }
}
