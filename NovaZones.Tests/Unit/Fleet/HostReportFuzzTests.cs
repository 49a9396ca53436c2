using System.Text.Json;
using CsCheck;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fuzzing;
using Xunit;

namespace NovaZones.Tests.Unit.Fleet;

/// <summary>Host reports, mutated and made up: never an exception, and nothing that is in use is lost by whatever is reported next.</summary>
public sealed class HostReportFuzzTests
{
    private const int Iterations = 10_000;

    private static readonly string[] _reports =
    [
        """
        {"inventories":{"VCPU":16,"MEMORY_MB":{"total":65536,"reserved":512,"allocationRatio":1.5,"minUnit":64,"maxUnit":32768,"stepSize":64}},
         "capabilities":{"rack":"r1","ssd":true,"version":6001,"flags":["aes","mmx",4]},"traits":["HW_CPU_X86_AVX2"],"aggregates":["ssd","east"],"availabilityZone":"east",
         "providers":[{"name":"numa0","traits":["HW_NUMA_ROOT"],"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000},"traits":["CUSTOM_A"]}]},
                      {"name":"numa0/gpu0","inventories":{"GPU_MILLI":1000}},{"name":"gpu1","inventories":{"GPU_MILLI":{"total":1000}}}]}
        """,
        """{"inventories":{"VCPU":8},"providers":[{"name":"gpu0","inventories":{"GPU_MILLI":1000}},{"name":"gpu1","inventories":{"GPU_MILLI":500}}]}""",
        """{"inventories":{"VCPU":4}}""",
    ];

    [Fact]
    public void TryParse_MutatedReport_GivesAReportOrNamesFields() => Mutations.Of(_reports).Sample(value => CheckAnswer(value, "h1"), iter: Iterations);

    [Fact]
    public void TryParse_RandomJson_GivesAReportOrNamesFields() => Mutations.Random(4).Sample(value => CheckAnswer(value, null), iter: Iterations);

    [Fact]
    public void Apply_AnyReportOverAnother_KeepsWhatIsInUse()
    {
        var applied = 0;
        Gen.Select(Mutations.Near(_reports), Mutations.Near(_reports), Gen.UInt).Sample(
            (first, second, seed) =>
            {
                if (Report(first) is not { } before || Report(second) is not { } after)
                {
                    return;
                }

                Interlocked.Increment(ref applied);
                var host = InUse(HostReportMerge.Create(before, Planning.Now), new Random((int)seed));
                var next = HostReportMerge.Apply(host, after);

                Assert.Equal(Uses(host), Uses(next));
                AssertSound(next);

                // Saying the same again says nothing new; only what the host still uses beyond the report is left beside it.
                Assert.Same(next, HostReportMerge.Apply(next, after));
            },
            iter: Iterations);
        Assert.InRange(applied, Iterations / 20, Iterations);
    }

    [Fact]
    public void ToJson_AnyHost_ReadsBackAsTheSameHost() => Mutations.Near(_reports).Sample(
        value =>
        {
            if (Report(value) is not { } report)
            {
                return;
            }

            var host = HostReportMerge.Create(report, Planning.Now);
            var written = HostReportWriter.ToJson(host);

            Assert.True(HostReportParser.TryParse(written, host.Name, out var again, out var faults), string.Join("; ", faults));
            Assert.Same(host, HostReportMerge.Apply(host, again!));
        },
        iter: Iterations);

    [Fact]
    public void TryApply_AnyPatch_GivesAReportOrFaults() => Gen.Select(Gen.OneOf(_reports), Gen.OneOf(Mutations.Of(_reports), Mutations.Random(3))).Sample(
        (report, patch) =>
        {
            if (!TryParse(patch.ToString(), out var document))
            {
                return;
            }

            using (document)
            {
                var host = Planning.Host("h1", report);
                var sound = HostPatch.TryApply(host, document.RootElement, out var patched, out var faults);

                Assert.Equal((sound, sound), (patched is not null, faults.Count == 0));
            }
        },
        iter: Iterations);

    [Fact]
    public void Apply_ProviderNamedLikeAPath_IsNotTheOneAtThatPath()
    {
        const string Report = """{"providers":[{"name":"a","providers":[{"name":"b","inventories":{"PGPU":1}}]},{"name":"a/b","inventories":{"PGPU":2}}]}""";
        var host = Planning.Host("h1", Report);

        var next = HostReportMerge.Apply(host, HostReportFuzzTests.Report(LooseJson.Parse(Report))!);

        Assert.Same(host, next);
        Assert.Equal(4, next.Providers.Select(p => p.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"capabilities":{"rack":"r1","rack":"r2"}}""", "capabilities.rack")]
    [InlineData("""{"capabilities":{"\ud800":"r1"}}""", "capabilities")]
    [InlineData("""{"providers":[{"name":"\ud800"}]}""", "providers[0].name")]
    [InlineData("""{"providers":[{"name":"a","name":"b"}]}""", "providers[0].name")]
    [InlineData("""{"availabilityZone":"\udfff"}""", "availabilityZone")]
    public void TryParse_AmbiguousOrBroken_NamesWhereItStands(string body, string field)
    {
        using var document = JsonDocument.Parse(body);

        Assert.False(HostReportParser.TryParse(document.RootElement, "h1", out _, out var faults));
        Assert.Equal([field], faults.Select(f => f.Field).Distinct());
    }

    private static void CheckAnswer(LooseJson value, string? name)
    {
        var text = value.ToString();
        if (!TryParse(text, out var document))
        {
            return;
        }

        using (document)
        {
            var sound = HostReportParser.TryParse(document.RootElement, name, out var report, out var faults);

            Assert.Equal(sound, report is not null);
            if (sound)
            {
                Assert.Empty(faults);
                AssertSound(HostReportMerge.Create(report!, Planning.Now));
            }
            else
            {
                FaultFields.AssertNamed(document.RootElement, faults, text);
            }
        }
    }

    private static void AssertSound(Host host)
    {
        Assert.Equal(-1, host.Providers[0].Parent);
        Assert.Equal(host.Providers.Length, host.Providers.Select(p => p.Id).Distinct().Count());
        Assert.All(host.Providers.Skip(1).Select((p, i) => (p, i: i + 1)), p => Assert.InRange(p.p.Parent, 0, p.i - 1));
        Assert.All(host.Providers.SelectMany(p => p.Inventories), u => Assert.InRange(u.Inventory.Capacity, 0, ResourceClass.MaxAmount));
        Assert.All(host.Providers, p => Assert.Equal(p.Inventories.Select(u => u.ResourceClass).Distinct().Order(StringComparer.Ordinal), p.Inventories.Select(u => u.ResourceClass)));
    }

    /// <summary>The host with an instance on some of its providers.</summary>
    private static Host InUse(Host host, Random random)
    {
        foreach (var provider in host.Providers)
        {
            foreach (var usage in provider.Inventories.Where(u => u.Inventory.Capacity > 0 && random.Next(2) == 0))
            {
                host = host.WithInstance([new AllocationPart(provider.Id, usage.ResourceClass, 1)]);
            }
        }

        return host;
    }

    private static string[] Uses(Host host) =>
        [.. host.Providers.SelectMany(p => p.Inventories.Where(u => u.Used > 0).Select(u => $"{p.Id} {p.Name} {u.ResourceClass} {u.Used}")).Order(StringComparer.Ordinal)];

    private static HostReport? Report(LooseJson value)
    {
        if (!TryParse(value.ToString(), out var document))
        {
            return null;
        }

        using (document)
        {
            return HostReportParser.TryParse(document.RootElement, "h1", out var report, out _) ? report : null;
        }
    }

    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
