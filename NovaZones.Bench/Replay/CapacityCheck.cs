using NovaZones.Bench.Openb;
using NovaZones.Web.Demo.Client;

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

    internal static async Task<Books> ReadAsync(IEnumerable<(string Name, ZoneClient Client)> zones, CancellationToken cancellationToken)
    {
        var audit = new Audit();
        foreach (var (name, client) in zones)
        {
            string? cursor = null;
            do
            {
                var page = await client.ListHostsAsync(cursor, cancellationToken);
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

        internal void AddHost(string zone, ListedHost host)
        {
            _hosts++;
            AddProvider($"{zone}: {host.Name}", host);
        }

        internal Books Result() => new(
            _hosts, _inventories, _over, _overCount, new Amounts(Used(OpenbMapping.Cpu), Used(OpenbMapping.Memory), Used(OpenbMapping.Gpu)));

        private long Used(string resourceClass) => _used.GetValueOrDefault(resourceClass);

        private void AddProvider(string path, ListedHost provider)
        {
            foreach (var (resourceClass, inventory) in provider.Inventories ?? new Dictionary<string, ListedInventory>())
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

            foreach (var nested in provider.Providers ?? [])
            {
                AddProvider($"{path}/{nested.Name}", nested);
            }
        }
    }
}
