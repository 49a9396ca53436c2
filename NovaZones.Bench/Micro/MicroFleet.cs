using System.Text.Json;
using NovaZones.Bench.Decisions;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Mix;

namespace NovaZones.Bench.Micro;

/// <summary>The fleet and the request that the small benchmarks share: eight full blocks of three kinds of machine, half full.</summary>
internal static class MicroFleet
{
    /// <summary>Hosts: eight blocks of 512.</summary>
    public const int Hosts = 4096;

    /// <summary>A body that gives every measured filter something to do, and of which no filter rejects every host.</summary>
    public const string RequestJson = """
        {"resources":{"VCPU":2,"MEMORY_MB":4096,"DISK_GB":20},"traits":{"required":["HW_CPU_X86_AVX2"],"forbidden":["CUSTOM_OLD"],"anyOf":[["CUSTOM_A","CUSTOM_B"]]},
         "capabilities":{"hypervisor_version":">= 6000","rack":"<or> r1 <or> r2 <or> r3"},
         "query":["and",[">=","$free.MEMORY_MB",1024],["in","$rack","r1","r2"],["not",["=","$ssd",false]]],
         "availabilityZone":"east","aggregates":{"memberOf":["ssd"]},"group":{"name":"db","policy":"anti-affinity"},"hints":{"ignoreHosts":["host-0000007"]}}
        """;

    /// <summary>Two devices of two NUMA nodes with a network function beside each: the arrangement has to be searched.</summary>
    public const string NestedRequestJson = """
        {"resources":{"VCPU":8,"MEMORY_MB":16384},"groupPolicy":"isolate","groups":[{"name":"gpu","resources":{"GPU_MILLI":600}},{"name":"nic","resources":{"CUSTOM_VF":1}},
         {"name":"node","traits":{"required":["HW_NUMA_ROOT"]}},{"name":"other","resources":{"GPU_MILLI":600}}],"sameSubtree":[["gpu","nic","node"]]}
        """;

    /// <summary>A machine with two NUMA nodes of four GPUs and a network card each.</summary>
    public static string NestedReportJson { get; } = $$"""
        {"inventories":{"VCPU":96,"MEMORY_MB":786432},"providers":[{{string.Join(',', Enumerable.Range(0, 2).Select(Node))}}]}
        """;

    private const string WorkloadJson = """
        {"name":"micro","hosts":4096,"filledUpTo":0.5,"weights":{},"shapes":[
          {"share":4,"availabilityZones":["east","west"],"vary":{"rack":["r1","r2","r3","r4"],"hypervisor_version":[5000,6000,7000],"ssd":[true,false]},
           "report":{"inventories":{"VCPU":64,"MEMORY_MB":262144,"DISK_GB":2000},"traits":["HW_CPU_X86_AVX2","CUSTOM_A"],"aggregates":["ssd"]}},
          {"share":2,"availabilityZones":["east","west"],"vary":{"rack":["r1","r2","r3","r4"],"hypervisor_version":[5000,6000,7000],"ssd":[true]},
           "report":{"inventories":{"VCPU":{"total":96,"allocationRatio":4.0},"MEMORY_MB":{"total":524288,"reserved":8192},"DISK_GB":4000},"traits":["HW_CPU_X86_AVX2","CUSTOM_B","CUSTOM_OLD"]}},
          {"share":1,"availabilityZones":["east"],"vary":{"rack":["r1","r2"],"hypervisor_version":[7000]},
           "report":{"inventories":{"VCPU":128,"MEMORY_MB":1048576},"traits":["CUSTOM_A"],"aggregates":["ssd"]}}]}
        """;

    /// <summary>The fleet.</summary>
    public static FleetSnapshot Build() => WorkloadFleet.Build(Workload(RequestJson, null), Context(RequestJson, null));

    /// <summary>What the planner of a zone would get for a request, with one weigher of multiplier 1 or none.</summary>
    public static PlacementContext Context(string request, string? weigher)
    {
        var context = WorkloadContext.Of(Workload(request, weigher));
        return context with { Mix = RequestMix.Of([new MixEntry(context.Request, 0.7), new MixEntry(Parse("""{"resources":{"VCPU":8,"MEMORY_MB":65536}}"""), 0.3)]) };
    }

    /// <summary>The same once the members of its server group are counted.</summary>
    public static PlacementContext Context(string request, string? weigher, FleetSnapshot fleet)
    {
        var context = Context(request, weigher);
        return context with { Group = GroupState.Of(fleet, context) };
    }

    /// <summary>A checked request.</summary>
    public static PlacementRequest Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new PlacementRequestParser(new PlacementLimits()).TryRead(document.RootElement, out var request, out var faults)
            ? request!
            : throw new JsonException(string.Join("; ", faults));
    }

    /// <summary>A host as it is after its first report.</summary>
    public static Host Host(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        return HostReportParser.TryParse(document.RootElement, name, out var report, out var faults)
            ? HostReportMerge.Create(report!, WorkloadContext.Now)
            : throw new JsonException(string.Join("; ", faults));
    }

    private static Workload Workload(string request, string? weigher)
    {
        var workload = JsonSerializer.Deserialize<Workload>(
            WorkloadJson.Insert(WorkloadJson.LastIndexOf(']') + 1, $",\"request\":{request}"), JsonSerializerOptions.Web) ?? throw new JsonException("no workload");
        return weigher is null ? workload : workload with { Weights = workload.Weights.Add(weigher, 1) };
    }

    private static string Node(int node) => $$"""
        {"name":"node{{node}}","traits":["HW_NUMA_ROOT"],"providers":[{{string.Join(',', Enumerable.Range(0, 4).Select(Gpu))}},{"name":"nic","inventories":{"CUSTOM_VF":8} }]}
        """;

    private static string Gpu(int gpu) => $$"""{"name":"gpu{{gpu}}","inventories":{"GPU_MILLI":1000} }""";
}
