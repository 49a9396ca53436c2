using NovaZones.Web.Demo.Client;

namespace NovaZones.Bench.Openb;

/// <summary>Says in NovaZones' words what the openb lists say.</summary>
/// <remarks>A core is counted in thousandths, so the class is not <c>VCPU</c>, whose unit is a whole processor.</remarks>
internal static class OpenbMapping
{
    internal const string Cpu = "CUSTOM_CPU_MILLI";
    internal const string Memory = "MEMORY_MB";
    internal const string Gpu = "GPU_MILLI";
    private const int WholeGpu = 1_000;

    /// <summary>The host report: each GPU is a nested provider of 1000.</summary>
    internal static HostReportLine Host(OpenbNode node)
    {
        IReadOnlyList<string>? traits = node.Model.Length == 0 ? null : [ModelTrait(node.Model)];
        var inventories = new Dictionary<string, InventoryReport> { [Cpu] = new(node.CpuMilli), [Memory] = new(node.MemoryMib) };
        var gpu = new Dictionary<string, InventoryReport> { [Gpu] = new(WholeGpu) };
        return new HostReportLine(node.Name, inventories)
        {
            Capabilities = new Dictionary<string, object> { ["gpu_count"] = node.Gpus, ["gpu_model"] = node.Model },
            Providers = node.Gpus == 0
                ? null
                : [.. Enumerable.Range(0, node.Gpus).Select(index => new ProviderReport($"gpu{index}", gpu) { Traits = traits })],
        };
    }

    /// <summary>The placement request: a shared GPU is one group, several whole ones are isolated groups.</summary>
    internal static PlacementAsk Ask(OpenbTask task, string? policy)
    {
        var resources = new Dictionary<string, long>();
        if (task.CpuMilli > 0)
        {
            resources[Cpu] = task.CpuMilli;
        }

        if (task.MemoryMib > 0)
        {
            resources[Memory] = task.MemoryMib;
        }

        return new PlacementAsk
        {
            Name = task.Name,
            Resources = resources.Count == 0 ? null : resources,
            Groups = task.Gpus == 0 ? null : [.. Enumerable.Repeat(Group(task), task.Gpus)],
            GroupPolicy = task.Gpus > 1 ? "isolate" : null,
            Policy = policy,
        };
    }

    /// <summary>The trait that a GPU of this model has; what a trait's name may not contain becomes an underscore.</summary>
    internal static string ModelTrait(string model) =>
        "CUSTOM_GPU_" + string.Concat(model.ToUpperInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static GroupAsk Group(OpenbTask task) => new(new Dictionary<string, long> { [Gpu] = task.GpuMilli })
    {
        Traits = task.Models.Count == 0 ? null : new TraitsAsk { AnyOf = [[.. task.Models.Select(ModelTrait)]] },
    };
}
