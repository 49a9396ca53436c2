using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

/// <summary>Random changes, written group by group, against the same changes kept in memory.</summary>
public sealed class ClaimStorePropertyTests
{
    private const int Rounds = 200;
    private const int ReloadEvery = 20;

    private static readonly string[] _classes = [ResourceClass.Vcpu, ResourceClass.MemoryMb, "GPU_MILLI", "CUSTOM_A", "CUSTOM_B"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CommitAsync_RandomGroups_LoadGivesWhatMemoryHolds(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, TestDatabase.DecideByRows);

        await RunAsync(database, (_, loaded) => loaded);
    }

    [Fact]
    public async Task CommitAsync_RandomGroupsOfAProcessAlone_LoadGivesWhatMemoryHoldsAtAGenerationThatNoneHad()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        long highest = 0;

        await RunAsync(database, (known, loaded) =>
        {
            highest = Math.Max(highest, known.Generation);
            Assert.True(loaded.Generation > highest, $"{loaded.Generation} is not above {highest}");
            return loaded with { Generation = known.Generation };
        });
    }

    private static async Task RunAsync(TestDatabase database, Func<Host, Host, Host> asKnown)
    {
        var store = database.Services.GetRequiredService<IClaimStore>();
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var fleet = new Fleet(new Random(seed));

        for (var round = 1; round <= Rounds; round++)
        {
            await store.CommitAsync(fleet.NextGroup(), Token);
            if (round % ReloadEvery != 0)
            {
                continue;
            }

            var loaded = await store.LoadAsync(Token);
            var place = $"seed {seed} round {round}";
            var hosts = loaded.Hosts.Select(host => fleet.Hosts.TryGetValue(host.Id, out var known) ? asKnown(known, host) : host);
            Assert.Equal(Text(place, fleet.Hosts.Values.Select(Stored.Describe)), Text(place, hosts.Select(Stored.Describe)));
            Assert.Equal(Text(place, fleet.Instances.Values.Select(Stored.Describe)), Text(place, loaded.LocalInstances.Select(Stored.Describe)));
        }

        Assert.True(fleet.Most > 0, "nothing was ever placed");
    }

    private static string Text(string place, IEnumerable<string> items) => $"{place}\n{string.Join('\n', items.Order(StringComparer.Ordinal))}";

    private sealed class Fleet(Random random)
    {
        private int _names;

        public Dictionary<Guid, Host> Hosts { get; } = [];

        public Dictionary<Guid, Instance> Instances { get; } = [];

        /// <summary>Most instances that stood at once.</summary>
        public int Most { get; private set; }

        /// <summary>The net effect of some random decisions, as the ledger would hand it over.</summary>
        public FleetChanges NextGroup()
        {
            var start = new Dictionary<Guid, Host>(Hosts);
            var startInstances = Instances.Keys.ToHashSet();
            var reported = new HashSet<Guid>();
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                Decide(reported);
            }

            Most = Math.Max(Most, Instances.Count);
            return Stored.NoChanges.With(
                hosts: [.. Hosts.Values.Where(h => !start.TryGetValue(h.Id, out var old) || !ReferenceEquals(old, h))
                    .Select(h => new HostChange(start.GetValueOrDefault(h.Id), h, !start.ContainsKey(h.Id) || reported.Contains(h.Id)))],
                removedHosts: [.. start.Values.Where(h => !Hosts.ContainsKey(h.Id))],
                instances: [.. Instances.Values.Where(i => !startInstances.Contains(i.Id)).Select(i => new InstanceChange(i, true))],
                removedInstances: [.. startInstances.Where(id => !Instances.ContainsKey(id))]);
        }

        private void Decide(HashSet<Guid> reported)
        {
            var roll = random.Next(10);
            if (Hosts.Count == 0 || roll == 0)
            {
                var host = Report(Stored.Host($"host{_names++}"));
                Hosts.Add(host.Id, host with { Generation = 1 });
                return;
            }

            var chosen = Hosts.Values.ElementAt(random.Next(Hosts.Count));
            switch (roll)
            {
                case 1 when Hosts.Count > 3:
                    Hosts.Remove(chosen.Id);
                    foreach (var instance in Instances.Values.Where(i => i.HostId == chosen.Id).ToList())
                    {
                        Instances.Remove(instance.Id);
                    }

                    break;
                case 2 or 3:
                    Hosts[chosen.Id] = Report(chosen);
                    reported.Add(chosen.Id);
                    break;
                case 4 or 5 when Instances.Count > 0:
                    var gone = Instances.Values.ElementAt(random.Next(Instances.Count));
                    Instances.Remove(gone.Id);
                    Hosts[gone.HostId!.Value] = Hosts[gone.HostId.Value].WithoutInstance(gone.Parts);
                    break;
                default:
                    Place(chosen);
                    break;
            }
        }

        private void Place(Host host)
        {
            var parts = host.Providers
                .SelectMany(p => p.Inventories.Select(u => new AllocationPart(p.Id, u.ResourceClass, random.Next(1, 9))))
                .Where(_ => random.Next(2) == 0)
                .ToArray();
            var instance = Stored.InstanceOn(host, ReservationId.Create()) with { Parts = [.. parts], Score = random.NextDouble() };
            Instances.Add(instance.Id, instance);
            Hosts[host.Id] = host.WithInstance(instance.Parts);
        }

        /// <summary>A report with other inventories and cards; what is in use stays, as the merge of reports sees to.</summary>
        private Host Report(Host host)
        {
            var root = host.Providers[0];
            var providers = new List<ResourceProvider> { root with { Inventories = [.. Inventories(root)], Traits = [.. Traits()] } };
            providers.AddRange(host.Providers.Skip(1)
                .Where(p => p.Inventories.Any(u => u.Used > 0) || random.Next(3) > 0)
                .Select(p => p with { Parent = 0, Inventories = [.. Inventories(p)] }));
            while (providers.Count < 4 && random.Next(2) == 0)
            {
                var card = Stored.Provider($"card{providers.Count}", random.Next(providers.Count));
                providers.Add(card with { Inventories = [.. Inventories(card)] });
            }

            return host with
            {
                Generation = host.Generation + 1,
                Providers = [.. providers],
                AdminState = (AdminState)random.Next(2),
                AvailabilityZone = random.Next(2) == 0 ? null : "east",
                Capabilities = Host.NoCapabilities.Add("load", CapabilityValue.FromNumber(random.NextDouble())),
            };
        }

        private IEnumerable<InventoryUsage> Inventories(ResourceProvider provider)
        {
            foreach (var name in _classes.Order(StringComparer.Ordinal))
            {
                var known = provider.IndexOf(name);
                var used = known < 0 ? 0 : provider.Inventories[known].Used;
                if (used > 0 || random.Next(2) == 0)
                {
                    yield return new InventoryUsage(name, new Inventory(random.Next(1, 5) * 100), used);
                }
            }
        }

        private IEnumerable<string> Traits() => new[] { "CUSTOM_X", "CUSTOM_Y", "HW_Z" }.Where(_ => random.Next(2) == 0);
    }
}
