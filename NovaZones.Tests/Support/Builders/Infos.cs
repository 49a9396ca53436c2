using System.Collections.Immutable;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Zones;

namespace NovaZones.Tests.Support.Builders;

/// <summary>Children and what they tell.</summary>
internal static class Infos
{
    private static readonly Guid Paris = Guid.CreateVersion7();

    public static ChildZone Child(string name) => new()
    {
        Id = Guid.CreateVersion7(),
        Name = name,
        ApiUrl = new Uri($"http://{name}.example"),
        Token = "t",
        CreatedAt = Planning.Now,
    };

    /// <summary>A zone with that many hosts of 8 VCPU.</summary>
    public static ZoneInfo With(int hosts) => Of(
        Paris,
        new ZoneSummary
        {
            Hosts = new HostCounts(hosts, 0, 0),
            Resources = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(ResourceClass.Vcpu, new ResourceSummary(8L * hosts, 0, 8))]),
        });

    public static ZoneInfo Of(Guid zone, ZoneSummary summary) => new()
    {
        Id = zone,
        Name = "paris",
        Path = "paris",
        Version = "1",
        Driver = "distributed",
        Policy = "default",
        PolicyVersion = 1,
        AsOf = Planning.Now,
        Summary = summary,
    };
}
