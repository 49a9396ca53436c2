using System.Text.Json;
using NovaZones.Core.Audit;
using NovaZones.Core.Claims;

namespace NovaZones.Core.Fleet;

/// <summary>Takes what hosts report and what operators switch.</summary>
public sealed class HostService(FleetLedger ledger, FleetView view, HeartbeatBuffer heartbeats, TimeProvider time)
{
    /// <summary>Takes full reports, all in one durable step. Of two with one name in the list the later counts.</summary>
    /// <returns>For each report whether the host is new.</returns>
    public async Task<IReadOnlyList<bool>> ReportAsync(IReadOnlyList<HostReport> reports, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reports);

        // What another replica took a moment ago must not make an old report look like nothing new.
        await ledger.FollowAsync(cancellationToken).ConfigureAwait(false);

        // Most reports of a steady fleet say nothing new: they are a heartbeat and need no turn with the ledger.
        var now = time.GetUtcNow();
        var fresh = new List<(int Index, HostReport Report)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < reports.Count; i++)
        {
            // After an earlier one that does say something new, a report is news even if it repeats what is known.
            if (!names.Contains(reports[i].Name) && view.Current.Find(reports[i].Name) is { } host && ReferenceEquals(HostReportMerge.Apply(host, reports[i]), host))
            {
                heartbeats.Beat(host, now);
                Note(reports[i], host);
                host.Heartbeat.Told(now, changed: false);
            }
            else
            {
                fresh.Add((i, reports[i]));
                names.Add(reports[i].Name);
            }
        }

        var created = new bool[reports.Count];
        var taken = new Host[fresh.Count];
        if (fresh.Count > 0)
        {
            await ledger.DecideAsync(
                batch =>
                {
                    for (var i = 0; i < fresh.Count; i++)
                    {
                        (created[fresh[i].Index], taken[i]) = Report(batch, fresh[i].Report);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < taken.Length; i++)
            {
                Note(fresh[i].Report, taken[i]);
            }
        }

        return created;
    }

    /// <summary>
    /// Takes a report as a sign of life when its text is that of the host's newest report and nothing of the host changed since, so that
    /// it need not even be read. False when that is not known; then it has to be taken in full.
    /// </summary>
    /// <param name="name">The host's.</param>
    /// <param name="digest">Of the report's text.</param>
    public bool TryBeat(string name, UInt128 digest)
    {
        if (view.Current.Find(name) is not { } host || host.Heartbeat.Report is not { } newest || !newest.SaysNothingNew(digest, host))
        {
            return false;
        }

        var now = time.GetUtcNow();
        heartbeats.Beat(host, now);
        host.Heartbeat.Told(now, changed: false);
        return true;
    }

    /// <summary>Applies a JSON merge patch.</summary>
    public async Task<HostPatchOutcome> PatchAsync(string name, JsonElement patch, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            return new HostPatchOutcome.NotFound();
        }

        if (!HostPatch.TryApply(known, patch, out _, out var faults))
        {
            return new HostPatchOutcome.Invalid(faults);
        }

        return await ledger.DecideAsync<HostPatchOutcome>(
            batch =>
            {
                if (batch.Find(name) is not { } host)
                {
                    return new HostPatchOutcome.NotFound();
                }

                if (!HostPatch.TryApply(host, patch, out var report, out var late))
                {
                    return new HostPatchOutcome.Invalid(late);
                }

                Report(batch, report!);
                return new HostPatchOutcome.Patched(batch.Find(name)!);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Notes a sign of life. False when there is no such host.</summary>
    public bool Beat(string name)
    {
        if (view.Current.Find(name) is not { } host)
        {
            return false;
        }

        heartbeats.Beat(host, time.GetUtcNow());
        return true;
    }

    /// <summary>Turns the operator's switch. Null when there is no such host.</summary>
    public Task<Host?> SetAdminStateAsync(string name, AdminState state, string? reason, CancellationToken cancellationToken)
    {
        // Taken here: the ledger decides in a loop of its own, in which nobody acts.
        var actor = AuditActor.Current;
        return ledger.DecideAsync(
            batch =>
            {
                if (batch.Find(name) is not { } host)
                {
                    return null;
                }

                var disabledReason = state == AdminState.Disabled ? reason : null;
                if (host.AdminState == state && host.DisabledReason == disabledReason)
                {
                    return host;
                }

                var next = host with { AdminState = state, DisabledReason = disabledReason, Generation = host.Generation + 1 };
                batch.PutHost(next, reportChanged: true);
                batch.Record(AuditDraft.Of(
                    actor, state == AdminState.Disabled ? AuditActs.HostDisabled : AuditActs.HostEnabled, $"host/{name}", Switch(host), Switch(next)));
                return next;
            },
            cancellationToken);
    }

    /// <summary>Removes a host.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="force">Whether its instances are given up with it.</param>
    /// <param name="cancellationToken">Withdraws the removal while it has not begun.</param>
    public async Task<HostRemoveOutcome> RemoveAsync(string name, bool force, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
        {
            return HostRemoveOutcome.NotFound;
        }

        var actor = AuditActor.Current;
        return await ledger.DecideAsync(
            batch =>
            {
                if (batch.Find(name) is not { } host)
                {
                    return HostRemoveOutcome.NotFound;
                }

                if (host.InstanceCount > 0 && !force)
                {
                    return HostRemoveOutcome.InUse;
                }

                var instances = batch.InstancesOn(host.Id).ToList();
                foreach (var instance in instances)
                {
                    batch.RemoveInstance(instance.Id);
                }

                batch.RemoveHost(host);
                var before = new { host.AdminState, host.AvailabilityZone, host.Generation, instancesGivenUp = instances.Count };
                batch.Record(AuditDraft.Of(actor, AuditActs.HostRemoved, $"host/{name}", before, null));
                return HostRemoveOutcome.Removed;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static object Switch(Host host) => new { host.AdminState, reason = host.DisabledReason };

    /// <summary>Instances on one host of this zone with their parts, oldest first, as the ledger has them.</summary>
    /// <param name="hostId">The host.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up waiting for the ledger's turn.</param>
    public Task<IReadOnlyList<Instance>> ListInstancesAsync(Guid hostId, int limit, CancellationToken cancellationToken) => ledger.DecideAsync<IReadOnlyList<Instance>>(
        batch => [.. batch.InstancesOn(hostId).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).Take(limit)], cancellationToken);

    private static void Note(HostReport report, Host host)
    {
        if (report.Digest is { } digest)
        {
            host.Heartbeat.Report = new HeardReport(digest, host);
        }
    }

    /// <summary>The host, also when another replica took its first report a moment ago; null when there is none.</summary>
    public async Task<Host?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (view.Current.Find(name) is { } known)
        {
            return known;
        }

        await ledger.FollowAsync(cancellationToken).ConfigureAwait(false);
        return view.Current.Find(name);
    }

    private (bool IsNew, Host Host) Report(LedgerBatch batch, HostReport report)
    {
        if (batch.Find(report.Name) is not { } host)
        {
            var created = HostReportMerge.Create(report, batch.Now);
            batch.PutHost(created, reportChanged: true);
            created.Heartbeat.Told(batch.Now, changed: true);
            return (true, created);
        }

        var next = HostReportMerge.Apply(host, report);
        view.News.Heard(host, batch.Now);
        host.Heartbeat.Beat(batch.Now);
        host.Heartbeat.Told(batch.Now, !ReferenceEquals(next.Capabilities, host.Capabilities));
        if (!ReferenceEquals(next, host))
        {
            batch.PutHost(next, reportChanged: true);
        }

        return (false, next);
    }
}

/// <summary>How a patch ended.</summary>
public abstract record HostPatchOutcome
{
    private HostPatchOutcome()
    {
    }

    /// <summary>The host as it is now.</summary>
    public sealed record Patched(Host Host) : HostPatchOutcome;

    /// <summary>There is no such host; it must report in full first.</summary>
    public sealed record NotFound : HostPatchOutcome;

    /// <summary>The patched report would be wrong; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : HostPatchOutcome;
}

/// <summary>How removing a host ended.</summary>
public enum HostRemoveOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>There is no such host.</summary>
    NotFound,

    /// <summary>It holds instances; release them or force.</summary>
    InUse,
}
