using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Assignments;

/// <summary>Tells hosts what was placed on them, and takes what they say of it.</summary>
/// <remarks>The ledger alone says what is placed. What a host says is kept beside it for the operator and for the ledger check.</remarks>
public sealed class AssignmentService(HostService hosts, IAssignmentStore store, TimeProvider time)
{
    private static readonly TimeSpan NotedAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>What is placed on a host.</summary>
    /// <param name="name">The host.</param>
    /// <param name="known">The version that the caller was told last; nothing is read while it is still that one. Null to read in any case.</param>
    /// <param name="limit">At most so many, the oldest first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AssignmentOutcome> ListAsync(string name, string? known, int limit, CancellationToken cancellationToken)
    {
        if (await hosts.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } host)
        {
            return new AssignmentOutcome.NoSuchHost();
        }

        // Every claim and every release makes a new generation, so the same one of the same host means the same instances.
        var version = $"{host.Id:N}-{host.Generation}";
        if (known == version)
        {
            return new AssignmentOutcome.Unchanged();
        }

        var instances = await hosts.ListInstancesAsync(host.Id, limit + 1, cancellationToken).ConfigureAwait(false);
        var acknowledged = (await store.ListAcknowledgementsAsync(host.Id, cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.InstanceId);
        return new AssignmentOutcome.Listed(
            version, instances.Count <= limit, [.. instances.Take(limit).Select(i => new Assignment(i, acknowledged.GetValueOrDefault(i.Id)))]);
    }

    /// <summary>Keeps what a host says of instances on it.</summary>
    /// <returns>Ids of instances that are not on that host (any more), about which nothing is kept; null when there is no such host.</returns>
    public async Task<IReadOnlyList<Guid>?> AcknowledgeAsync(string name, IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(acknowledgements);
        if (await hosts.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } host)
        {
            return null;
        }

        var placed = await PlacedAsync(host.Id, cancellationToken).ConfigureAwait(false);

        // Of several for one instance the latest is enough, and one row is written once.
        var kept = acknowledgements.Where(a => placed.ContainsKey(a.InstanceId)).GroupBy(a => a.InstanceId).Select(g => g.MaxBy(a => a.At)!).ToList();
        if (kept.Count > 0)
        {
            await store.AcknowledgeAsync(host.Id, kept, cancellationToken).ConfigureAwait(false);
        }

        return [.. acknowledgements.Select(a => a.InstanceId).Where(id => !placed.ContainsKey(id)).Distinct()];
    }

    /// <summary>Takes the list of what a host says is on it, and compares it with what is placed there.</summary>
    /// <returns>The differences at this moment; null when there is no such host.</returns>
    public async Task<HostListDifference?> TellAsync(string name, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instances);
        if (await hosts.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } host)
        {
            return null;
        }

        var told = instances.ToImmutableSortedSet();
        var before = await store.FindListAsync(host.Id, cancellationToken).ConfigureAwait(false);
        var placed = await PlacedAsync(host.Id, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var unknown = told.Where(id => !placed.ContainsKey(id))
            .ToImmutableSortedDictionary(id => id, id => before is not null && before.Unknown.TryGetValue(id, out var since) ? since : now);
        var isNews = before is null || !before.Instances.SetEquals(told) || !before.Unknown.Keys.SequenceEqual(unknown.Keys) || now - before.ToldAt >= NotedAgainAfter;
        if (isNews)
        {
            await store.SaveListAsync(new HostList(host.Id, told, unknown, now), cancellationToken).ConfigureAwait(false);
        }

        return new HostListDifference([.. placed.Keys.Where(id => !told.Contains(id)).Order()], [.. unknown.Keys]);
    }

    private async Task<Dictionary<Guid, Instance>> PlacedAsync(Guid hostId, CancellationToken cancellationToken) =>
        (await hosts.ListInstancesAsync(hostId, int.MaxValue, cancellationToken).ConfigureAwait(false)).ToDictionary(i => i.Id);
}

/// <summary>An instance on a host, and what the host said of it.</summary>
/// <param name="Instance">The instance with what it takes.</param>
/// <param name="Acknowledgement">What the host said last, or null.</param>
public sealed record Assignment(Instance Instance, Acknowledgement? Acknowledgement);

/// <summary>Where a host's list and the ledger differ.</summary>
/// <param name="Missing">Placed on the host, and not in its list.</param>
/// <param name="Unknown">In its list, and not placed on it.</param>
public sealed record HostListDifference(IReadOnlyList<Guid> Missing, IReadOnlyList<Guid> Unknown);

/// <summary>How asking for assignments ended.</summary>
public abstract record AssignmentOutcome
{
    private AssignmentOutcome()
    {
    }

    /// <summary>There is no such host; it must report first.</summary>
    public sealed record NoSuchHost : AssignmentOutcome;

    /// <summary>Nothing was placed or released since.</summary>
    public sealed record Unchanged : AssignmentOutcome;

    /// <summary>What is placed.</summary>
    /// <param name="Version">Changes with everything that is placed or released there; taken just before.</param>
    /// <param name="IsComplete">False when there are more than were asked for.</param>
    /// <param name="Assignments">The oldest first.</param>
    public sealed record Listed(string Version, bool IsComplete, IReadOnlyList<Assignment> Assignments) : AssignmentOutcome;
}
