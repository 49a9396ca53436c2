using System.Diagnostics;
using NovaZones.Bench.Openb;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;

namespace NovaZones.Bench.Packing;

/// <summary>One run: an empty fleet, tasks one by one through the planner, nothing ever leaves.</summary>
/// <param name="zone">Makes hosts and contexts.</param>
/// <param name="requests">The request of each task.</param>
/// <param name="mix">What is typical; null to learn it on the way.</param>
internal sealed class PackingTrial(PackingZone zone, IReadOnlyDictionary<OpenbTask, PlacementRequest> requests, RequestMix? mix)
{
    internal static readonly int[] Marks = [50, 75, 80, 90, 95, 100, 110, 120, 130];

    internal PackingSeed Run(int seed, IReadOnlyList<OpenbNode> nodes, IReadOnlyList<string> names, IReadOnlyList<OpenbTask> arrivals, Action offered, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var capacity = PackingRun.GpuMilliOf(nodes);
        var fleet = FleetSnapshot.Of([.. nodes.Select((node, i) => PackingZone.Host(node, names[i]))]);
        var contexts = new Dictionary<ulong, PlacementContext>();
        var recorder = new RequestMixRecorder();
        var current = mix;
        var allocated = new List<double>();
        long arrivedMilli = 0;
        long takenMilli = 0;
        var placed = 0;
        foreach (var task in arrivals)
        {
            cancellationToken.ThrowIfCancellationRequested();
            arrivedMilli += task.TotalGpuMilli;
            while (allocated.Count < Marks.Length && arrivedMilli * 100 > capacity * Marks[allocated.Count])
            {
                allocated.Add(100.0 * takenMilli / capacity);
            }

            var request = requests[task];
            if (mix is null && recorder.Note(request) is var learned && learned != current)
            {
                current = learned;
                contexts.Clear();
            }

            if (!contexts.TryGetValue(request.Digest, out var context))
            {
                contexts[request.Digest] = context = zone.Context(request, current!);
            }

            if (Planner.Plan(fleet, context, 1).Slots is [var slot])
            {
                fleet = fleet.With(fleet.Find(slot.HostId)!.WithInstance(slot.Parts));
                takenMilli += task.TotalGpuMilli;
                placed++;
            }

            offered();
        }

        while (allocated.Count < Marks.Length)
        {
            allocated.Add(100.0 * takenMilli / capacity);
        }

        return new PackingSeed(seed, arrivals.Count, placed, allocated, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
