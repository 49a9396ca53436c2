using System.Text.Json;
using NovaZones.Bench.Openb;
using NovaZones.Client;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Policies;

namespace NovaZones.Bench.Packing;

/// <summary>Turns servers and tasks into what the planner of a zone gets, by the reading that serves requests. Thread-safe.</summary>
internal sealed class PackingZone(PolicyResolver resolver, PlacementRequestParser parser, Policy policy)
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ResolvedPolicy _policy = resolver.Resolve(policy, Drivers.Filter, PlacementRequest.NoWeights);

    internal static Host Host(OpenbNode node, string name)
    {
        var body = JsonSerializer.SerializeToElement(OpenbMapping.Host(node with { Name = name }), ZoneApi.Json);
        return HostReportParser.TryParse(body, null, out var report, out var faults)
            ? HostReportMerge.Create(report!, Now)
            : throw new JsonException($"node {node.Name}: {string.Join("; ", faults)}");
    }

    internal PlacementRequest Request(OpenbTask task)
    {
        var body = JsonSerializer.SerializeToElement(OpenbMapping.Ask(task with { Name = "task" }, null), ZoneApi.Json);
        return parser.TryRead(body, out var request, out var faults) ? request! : throw new JsonException($"task {task.Name}: {string.Join("; ", faults)}");
    }

    internal PlacementContext Context(PlacementRequest request, RequestMix mix) => new(request, _policy, Now, TimeSpan.FromSeconds(60)) { Mix = mix };
}
