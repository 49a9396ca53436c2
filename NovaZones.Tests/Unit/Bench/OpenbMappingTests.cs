using System.Text.Json;
using NovaZones.Bench.Openb;
using NovaZones.Client;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

/// <summary>Compares the whole JSON, since the JSON is what a zone gets.</summary>
public sealed class OpenbMappingTests
{
    [Fact]
    public void Host_TwoGpus_AreNestedProvidersWithTheirModel()
    {
        var json = Serialize(OpenbMapping.Host(new OpenbNode("n0", 64_000, 262_144, 2, "V100M32")));

        Assert.Equal(
            OneLine("""
                {"name":"n0","inventories":{"CUSTOM_CPU_MILLI":{"total":64000},"MEMORY_MB":{"total":262144}},
                "capabilities":{"gpu_count":2,"gpu_model":"V100M32"},
                "providers":[{"name":"gpu0","inventories":{"GPU_MILLI":{"total":1000}},"traits":["CUSTOM_GPU_V100M32"]},
                {"name":"gpu1","inventories":{"GPU_MILLI":{"total":1000}},"traits":["CUSTOM_GPU_V100M32"]}]}
                """),
            json);
    }

    [Fact]
    public void Host_WithoutGpu_HasNoProviders() => Assert.Null(OpenbMapping.Host(new OpenbNode("n0", 1, 1, 0, "")).Providers);

    [Fact]
    public void Ask_ShareOfOneGpu_IsOneGroup()
    {
        var json = Serialize(OpenbMapping.Ask(Task(cpu: 6_000, memory: 12_288, gpus: 1, milli: 460), policy: null));

        Assert.Equal("""{"name":"t","resources":{"CUSTOM_CPU_MILLI":6000,"MEMORY_MB":12288},"groups":[{"resources":{"GPU_MILLI":460}}]}""", json);
    }

    [Fact]
    public void Ask_TwoWholeGpusOfSomeModels_AreIsolatedGroupsWithAnyOf()
    {
        var json = Serialize(OpenbMapping.Ask(Task(cpu: 1_000, memory: 0, gpus: 2, milli: 1_000, "T4", "G-2"), "packing"));

        Assert.Equal(
            OneLine("""
                {"name":"t","resources":{"CUSTOM_CPU_MILLI":1000},"groups":[
                {"resources":{"GPU_MILLI":1000},"traits":{"anyOf":[["CUSTOM_GPU_T4","CUSTOM_GPU_G_2"]]}},
                {"resources":{"GPU_MILLI":1000},"traits":{"anyOf":[["CUSTOM_GPU_T4","CUSTOM_GPU_G_2"]]}}],"groupPolicy":"isolate","policy":"packing"}
                """),
            json);
    }

    [Fact]
    public void Ask_OnlyGpu_LeavesResourcesOut()
    {
        var json = Serialize(OpenbMapping.Ask(Task(cpu: 0, memory: 0, gpus: 1, milli: 1_000), policy: null));

        Assert.Equal("""{"name":"t","groups":[{"resources":{"GPU_MILLI":1000}}]}""", json);
    }

    private static string OneLine(string json) => json.ReplaceLineEndings("");

    private static string Serialize<T>(T value) => JsonSerializer.Serialize(value, ZoneApi.Json);

    private static OpenbTask Task(long cpu, long memory, int gpus, int milli, params string[] models) =>
        new("t", cpu, memory, gpus, milli, models, 0, null);
}
