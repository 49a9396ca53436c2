using NovaZones.Bench.Openb;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Bench.Replay;

/// <summary>What the zones' own books say.</summary>
/// <param name="Hosts">Hosts listed by all zones.</param>
/// <param name="Inventories">Inventories looked at, nested ones included.</param>
/// <param name="Over">One line for each inventory above its capacity, at most <see cref="CapacityCheck.MaxLines"/>.</param>
/// <param name="OverCount">How many there are.</param>
/// <param name="Used">What the books say is used.</param>
internal sealed record Books(int Hosts, int Inventories, IReadOnlyList<string> Over, int OverCount, Amounts Used);

/// <summary>Reads every inventory of every provider through the zones' own interface.</summary>
internal static class CapacityCheck
{
    internal const int MaxLines = 20;

    private const int PageSize = 500;

    internal static async Task<Books> ReadAsync(IEnumerable<(string Name, ZoneApi Client)> zones, CancellationToken cancellationToken)
    {
        var audit = new Audit();
        foreach (var (name, client) in zones)
        {
            string? cursor = null;
            do
            {
                var page = await client.ListHostsAsync(new ListQuery { Limit = PageSize, Cursor = cursor }, cancellationToken);
                foreach (var host in page.Items)
                {
                    audit.AddHost(name, host);
                }

                // A cursor that repeats would turn the check into an endless loop.
                if (page.NextCursor is not null && page.NextCursor == cursor)
                {
                    throw new HttpRequestException($"Zone {name} repeats the cursor {cursor}.");
                }

                cursor = page.NextCursor;
            }
            while (cursor is not null);
        }

        return audit.Result();
    }

    private sealed class Audit
    {
        private readonly List<string> _over = [];
        private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
        private int _hosts;
        private int _inventories;
        private int _overCount;

        internal void AddHost(string zone, Host host)
        {
            _hosts++;
            AddProvider($"{zone}: {host.Name}", host.Inventories, host.Providers);
        }

        internal Books Result() => new(
            _hosts, _inventories, _over, _overCount, new Amounts(Used(OpenbMapping.Cpu), Used(OpenbMapping.Memory), Used(OpenbMapping.Gpu)));

        private long Used(string resourceClass) => _used.GetValueOrDefault(resourceClass);

        private void AddProvider(string path, IReadOnlyDictionary<string, Inventory> inventories, IReadOnlyList<Provider>? nested)
        {
            foreach (var (resourceClass, inventory) in inventories)
            {
                _inventories++;
                _used[resourceClass] = Used(resourceClass) + inventory.Used;
                if (inventory.Used <= inventory.Capacity && inventory.Used >= 0)
                {
                    continue;
                }

                _overCount++;
                if (_over.Count < MaxLines)
                {
                    _over.Add($"{path} {resourceClass}: {inventory.Used} used of {inventory.Capacity}");
                }
            }

            foreach (var provider in nested ?? [])
            {
                AddProvider($"{path}/{provider.Name}", provider.Inventories, provider.Providers);
            }
        }
    }
}
