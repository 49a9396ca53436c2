using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Books;

/// <summary>Tells a parent which instances this zone holds for it: its own claims alone, in bounded pages.</summary>
public sealed class HeldService
{
    private readonly IReservationStore _reservations;
    private readonly ParentOwnership _ownership;
    private readonly InstanceLocator _locator;
    private readonly ZoneOptions _zone;
    private readonly TimeProvider _time;

    internal HeldService(IReservationStore reservations, ParentOwnership ownership, InstanceLocator locator, ZoneOptions zone, TimeProvider time)
    {
        _reservations = reservations;
        _ownership = ownership;
        _locator = locator;
        _zone = zone;
        _time = time;
    }

    /// <summary>What is wrong with the question; empty when nothing is.</summary>
    public static IReadOnlyList<Fault> Check(ReconcileBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var faults = new List<Fault>();
        if (body.InstanceIds is { } ids && (ids.IsDefaultOrEmpty || ids.Length > ReconcileBody.MaxInstances))
        {
            faults.Add(new Fault("instanceIds", $"must have 1 to {ReconcileBody.MaxInstances} identities"));
        }

        if (body.Limit is < 1 or > ReconcileBody.MaxInstances)
        {
            faults.Add(new Fault("limit", $"must be 1 to {ReconcileBody.MaxInstances}"));
        }

        if (body.After is not null && HeldCursor.Parse(body.After) is null)
        {
            faults.Add(new Fault("after", "is not one that this list handed out"));
        }

        if (body.DeadlineMs is < 1 or > 60_000)
        {
            faults.Add(new Fault("deadlineMs", "must be 1 to 60000"));
        }

        return faults;
    }

    /// <summary>Answers a question that was checked.</summary>
    /// <param name="body">The question.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ReconcileResponse> TellAsync(ReconcileBody body, string caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.InstanceIds is { } ids
            ? await NamedAsync(body, ids, caller, cancellationToken).ConfigureAwait(false)
            : await PageAsync(body, caller, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconcileResponse> NamedAsync(ReconcileBody body, ImmutableArray<Guid> ids, string caller, CancellationToken cancellationToken)
    {
        var own = await OwnedAsync(await _reservations.FindHeldAsync(ids, cancellationToken).ConfigureAwait(false), body.ZoneId, caller, cancellationToken).ConfigureAwait(false);
        if (!body.Live)
        {
            return new ReconcileResponse { Instances = [.. own.Select(Tell)] };
        }

        // What is below gets a little less time than this zone has, so that its silence can still be told.
        var located = await _locator.LocateAsync(own, TimeSpan.FromMilliseconds(body.DeadlineMs * 0.8), cancellationToken).ConfigureAwait(false);
        return new ReconcileResponse
        {
            Instances = [.. located.Select(l => Tell(l.Instance) with { State = l.State, Zone = PathBelow(l.Instance, l.ZonePath), Host = HostOf(l.Instance, l.HostName), Reason = l.Reason })],
        };
    }

    private async Task<ReconcileResponse> PageAsync(ReconcileBody body, string caller, CancellationToken cancellationToken)
    {
        var rows = await _reservations.ListHeldAsync(body.ZoneId, body.After is null ? null : HeldCursor.Parse(body.After), body.Limit, cancellationToken).ConfigureAwait(false);
        return new ReconcileResponse
        {
            Instances = [.. (await OwnedAsync(rows, body.ZoneId, caller, cancellationToken).ConfigureAwait(false)).Select(Tell)],
            Next = rows.Count < body.Limit ? null : HeldCursor.After(rows[^1].Instance).ToString(),
        };
    }

    /// <summary>Those of which the caller may speak: asked once for each that claimed, not for each instance.</summary>
    private async Task<List<Instance>> OwnedAsync(IReadOnlyList<HeldForParent> rows, Guid zoneId, string caller, CancellationToken cancellationToken)
    {
        var verdicts = new Dictionary<(string, Guid?), bool>();
        foreach (var (claimedBy, parent) in rows.Select(r => (r.Caller, r.ParentZoneId)).Distinct())
        {
            verdicts[(claimedBy, parent)] = await _ownership.OwnsAsync(claimedBy, parent, caller, zoneId, cancellationToken).ConfigureAwait(false);
        }

        return [.. rows.Where(r => verdicts[(r.Caller, r.ParentZoneId)]).Select(r => r.Instance)];
    }

    private HeldInstance Tell(Instance instance) => new(
        instance.Id,
        instance.State.ToString(),
        PathBelow(instance, instance.ZonePath),
        HostOf(instance, instance.HostName),
        null,
        Math.Max(0, (long)(_time.GetUtcNow() - instance.CreatedAt).TotalMilliseconds));

    private static string? PathBelow(Instance instance, string path) => instance.ChildZoneId is null ? null : path;

    private string? HostOf(Instance instance, string? host) => instance.ChildZoneId is not null || _zone.DiscloseHosts ? host : null;
}
