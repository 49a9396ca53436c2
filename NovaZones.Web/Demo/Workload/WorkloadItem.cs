using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Workload;

/// <summary>One arrival: what is asked, what an instance of it takes, and how long it stays.</summary>
internal sealed record WorkloadItem(PlacementAsk Ask, TimeSpan Lifetime)
{
    /// <summary>Virtual processors that one instance takes from the general servers.</summary>
    internal long GeneralVcpu { get; init; }

    /// <summary>Thousandths of a GPU that one instance takes.</summary>
    internal long GpuMilli { get; init; }
}
