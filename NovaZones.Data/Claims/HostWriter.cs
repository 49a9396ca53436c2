using System.Text;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data.Fleet;

namespace NovaZones.Data.Claims;

/// <summary>Writes what changed of hosts, their providers and inventories, and nothing that did not.</summary>
/// <param name="session">Where it is written.</param>
/// <param name="classes">Numbers of classes.</param>
/// <param name="generations">What keeps generations growing without a row for each; null where every change of a host is decided by its row.</param>
/// <param name="cancellationToken">Gives up between statements.</param>
internal sealed class HostWriter(ClaimSession session, ResourceClassIds classes, GenerationReserve? generations, CancellationToken cancellationToken)
{
    /// <exception cref="StaleFleetException">Another replica changed, removed or first reported the host.</exception>
    public async Task WriteAsync(HostChange change)
    {
        var (before, after) = (change.Before, change.After);
        if (before is null)
        {
            await InsertAsync(after).ConfigureAwait(false);
            return;
        }

        if (generations is not null && !change.ReportChanged)
        {
            // What is used stands in the instances' own rows.
            return;
        }

        var advance = generations is null ? ClaimStatements.AdvanceGeneration : ClaimStatements.RaiseGeneration;
        if (await session.ExecuteAsync(advance, cancellationToken, after.Id, after.Generation, before.Generation).ConfigureAwait(false) == 0)
        {
            throw Stale(after);
        }

        if (!change.ReportChanged)
        {
            return;
        }

        if (!IsSameRow(before, after))
        {
            await WriteHostAsync(ClaimStatements.UpdateHost, after).ConfigureAwait(false);
        }

        await WriteProvidersAsync(before, after).ConfigureAwait(false);
    }

    /// <exception cref="StaleFleetException">Another replica changed or removed the host.</exception>
    public async Task RemoveAsync(Host host)
    {
        var delete = generations is null ? ClaimStatements.DeleteRoot : ClaimStatements.DeleteOlderRoot;
        if (await session.ExecuteAsync(delete, cancellationToken, host.Id, host.Generation).ConfigureAwait(false) == 0)
        {
            throw Stale(host);
        }

        await session.ExecuteAsync(ClaimStatements.DeleteNestedProviders, cancellationToken, host.Id).ConfigureAwait(false);
    }

    private static StaleFleetException Stale(Host host) => new($"Host {host.Name} is no longer as it was when generation {host.Generation} was decided.");

    private static bool IsSameRow(Host a, Host b) =>
        a.AdminState == b.AdminState
        && string.Equals(a.DisabledReason, b.DisabledReason, StringComparison.Ordinal)
        && string.Equals(a.AvailabilityZone, b.AvailabilityZone, StringComparison.Ordinal)
        && a.Aggregates.AsSpan().SequenceEqual(b.Aggregates.AsSpan())
        && (ReferenceEquals(a.Capabilities, b.Capabilities) || HostReportMerge.IsSame(a.Capabilities, b.Capabilities));

    private static Guid? ParentId(Host host, int index) => host.Providers[index].Parent is >= 0 and var parent ? host.Providers[parent].Id : null;

    private async Task InsertAsync(Host host)
    {
        var nameKey = Encoding.UTF8.GetBytes(host.Name);
        if (await session.ScalarAsync(ClaimStatements.CountHostsNamed, cancellationToken, nameKey).ConfigureAwait(false) > 0)
        {
            throw Stale(host);
        }

        for (var i = 0; i < host.Providers.Length; i++)
        {
            await InsertProviderAsync(host, i).ConfigureAwait(false);
        }

        await WriteHostAsync(ClaimStatements.InsertHost, host, host.Name, nameKey).ConfigureAwait(false);
    }

    private Task WriteHostAsync(SqlStatement statement, Host host, params ReadOnlySpan<SqlValue> more) => session.ExecuteAsync(
        statement,
        cancellationToken,
        [
            host.Id, (int)host.AdminState, host.DisabledReason, host.AvailabilityZone, HostJson.WriteCapabilities(host.Capabilities),
            HostJson.WriteNames(host.Aggregates), host.Heartbeat.LastReportAt, .. more,
        ]);

    private async Task WriteProvidersAsync(Host before, Host after)
    {
        if (before.Providers == after.Providers)
        {
            return;
        }

        var kept = after.Providers.Select(p => p.Id).ToHashSet();
        var old = new Dictionary<Guid, int>(before.Providers.Length);
        for (var i = 0; i < before.Providers.Length; i++)
        {
            old.Add(before.Providers[i].Id, i);
            if (!kept.Contains(before.Providers[i].Id))
            {
                await session.ExecuteAsync(ClaimStatements.DeleteProvider, cancellationToken, before.Providers[i].Id).ConfigureAwait(false);
            }
        }

        for (var i = 0; i < after.Providers.Length; i++)
        {
            if (old.TryGetValue(after.Providers[i].Id, out var place))
            {
                await UpdateProviderAsync(before, place, after, i).ConfigureAwait(false);
            }
            else
            {
                await InsertProviderAsync(after, i).ConfigureAwait(false);
            }
        }
    }

    private async Task InsertProviderAsync(Host host, int index)
    {
        var provider = host.Providers[index];
        await session.ExecuteAsync(
            ClaimStatements.InsertProvider,
            cancellationToken,
            provider.Id, host.Id, ParentId(host, index), index, provider.Name, index == 0 ? host.Generation : 0L, HostJson.WriteNames(provider.Traits)).ConfigureAwait(false);
        foreach (var usage in provider.Inventories)
        {
            await WriteInventoryAsync(ClaimStatements.InsertInventory, provider, usage).ConfigureAwait(false);
        }
    }

    private async Task UpdateProviderAsync(Host before, int place, Host after, int index)
    {
        var (old, provider) = (before.Providers[place], after.Providers[index]);
        var isSame = place == index
            && ParentId(before, place) == ParentId(after, index)
            && string.Equals(old.Name, provider.Name, StringComparison.Ordinal)
            && old.Traits.AsSpan().SequenceEqual(provider.Traits.AsSpan());
        if (!isSame)
        {
            await session.ExecuteAsync(
                ClaimStatements.UpdateProvider,
                cancellationToken,
                provider.Id, ParentId(after, index), index, provider.Name, HostJson.WriteNames(provider.Traits)).ConfigureAwait(false);
        }

        foreach (var usage in old.Inventories)
        {
            if (provider.IndexOf(usage.ResourceClass) < 0)
            {
                var classId = await classes.GetAsync(session, usage.ResourceClass, cancellationToken).ConfigureAwait(false);
                await session.ExecuteAsync(ClaimStatements.DeleteInventory, cancellationToken, provider.Id, classId).ConfigureAwait(false);
            }
        }

        foreach (var usage in provider.Inventories)
        {
            var known = old.IndexOf(usage.ResourceClass);
            if (known < 0)
            {
                await WriteInventoryAsync(ClaimStatements.InsertInventory, provider, usage).ConfigureAwait(false);
            }
            else if (old.Inventories[known].Inventory != usage.Inventory)
            {
                await WriteInventoryAsync(ClaimStatements.UpdateInventory, provider, usage).ConfigureAwait(false);
            }
        }
    }

    private async Task WriteInventoryAsync(SqlStatement statement, ResourceProvider provider, InventoryUsage usage)
    {
        var classId = await classes.GetAsync(session, usage.ResourceClass, cancellationToken).ConfigureAwait(false);
        var inventory = usage.Inventory;
        await session.ExecuteAsync(
            statement,
            cancellationToken,
            provider.Id, classId, inventory.Total, inventory.Reserved, inventory.AllocationRatio, inventory.MinUnit, inventory.MaxUnit, inventory.StepSize).ConfigureAwait(false);
    }
}
