using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Bench.Decisions;

/// <summary>Turns a workload's request and weights into what the planner of a zone would get.</summary>
internal static class WorkloadContext
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="System.Text.Json.JsonException">The request or a weight is wrong.</exception>
    public static PlacementContext Of(Workload workload)
    {
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddZoneScheduler().BuildServiceProvider();
        var resolver = services.GetRequiredService<PolicyResolver>();
        var catalog = services.GetRequiredService<PluginCatalog>();
        if (!services.GetRequiredService<PlacementRequestParser>().TryRead(workload.Request, out var request, out var faults))
        {
            throw new System.Text.Json.JsonException($"{workload.Name}: {string.Join("; ", faults)}");
        }

        var policy = new Policy { Name = workload.Name, Version = 1, Filters = catalog.FilterNames, Weights = workload.Weights, CreatedAt = Now };
        var wrong = resolver.Check(policy);
        return wrong.Count == 0
            ? new PlacementContext(request!, resolver.Resolve(policy, Drivers.Filter, PlacementRequest.NoWeights), Now, TimeSpan.FromSeconds(60))
            : throw new System.Text.Json.JsonException($"{workload.Name}: {string.Join("; ", wrong)}");
    }
}
