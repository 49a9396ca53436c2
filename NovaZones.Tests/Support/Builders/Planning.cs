using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Core.Policies;
using Xunit;

namespace NovaZones.Tests.Support.Builders;

/// <summary>Hosts, requests and contexts for tests of planning, from the JSON that people write.</summary>
internal static class Planning
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(60);

    public static Host Host(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(HostReportParser.TryParse(document.RootElement, name, out var report, out var faults), string.Join("; ", faults));
        return HostReportMerge.Create(report!, Now);
    }

    public static PlacementRequest Request(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(new PlacementRequestParser(new PlacementLimits()).TryRead(document.RootElement, out var request, out var faults), string.Join("; ", faults));
        return request!;
    }

    public static FleetSnapshot Fleet(params IEnumerable<Host> hosts) => FleetSnapshot.Of([.. hosts]);

    public static PlacementContext Context(PlacementRequest request, params (string Weigher, double Multiplier)[] weights) => new(
        request,
        Resolver().Resolve(
            new Policy { Name = "test", Version = 1, Filters = Catalog().FilterNames, Weights = PlacementRequest.NoWeights, CreatedAt = Now },
            Drivers.Distributed,
            weights.ToImmutableSortedDictionary(w => w.Weigher, w => w.Multiplier, StringComparer.Ordinal)),
        Now,
        StaleAfter);

    /// <summary>A mix of these requests, each with its popularity.</summary>
    public static RequestMix Mix(params (string Json, double Popularity)[] entries) =>
        RequestMix.Of([.. entries.Select(e => new MixEntry(Request(e.Json), e.Popularity))]);

    public static Candidate Candidate(Host host)
    {
        var candidate = new Candidate();
        candidate.MoveTo(host);
        return candidate;
    }

    public static PolicyResolver Resolver() => new(Catalog());

    public static PluginCatalog Catalog() => new(
        [new HostStateFilter(), new ZonePathFilter(), new AvailabilityZoneFilter(), new AggregatesFilter(), new AggregateIsolationFilter(), new TenancyFilter(), new IgnoreHostsFilter(), new ForceHostsFilter(), new ResourcesFilter(), new TraitsFilter(), new CapabilitiesFilter(), new JsonQueryFilter(), new SameHostFilter(), new DifferentHostFilter(), new NumInstancesFilter(), new IoOpsFilter(), new MaxCoresFilter(), new ServerGroupFilter()],
        [FreeShareWeigher.ForRam(), FreeShareWeigher.ForCpu(), FreeShareWeigher.ForDisk(), new BestFitWeigher(), new FragmentationWeigher(), new DotProductWeigher(), new BalanceWeigher(), FewOfWeigher.ForIoOps(), FewOfWeigher.ForBuildFailures(), new TraitPreferenceWeigher(), new RandomWeigher(), SoftGroupWeigher.ForAffinity(), SoftGroupWeigher.ForAntiAffinity()]);
}
