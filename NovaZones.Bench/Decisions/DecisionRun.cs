using System.Diagnostics;
using NovaZones.Bench.Reference;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;

namespace NovaZones.Bench.Decisions;

/// <summary>Measures one workload on one thread: the planner of the product and, beside it in the same run, the straightforward form.</summary>
internal static class DecisionRun
{
    private const int MinRounds = 15;
    private const int MaxRounds = 2000;
    private const int SettlingHosts = 20_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static DecisionResult Run(Workload workload)
    {
        var context = WorkloadContext.Of(workload);
        return workload.Requests > 0 ? Deplete(workload, context) : Repeat(workload, context, WorkloadFleet.Build(workload, context));
    }

    private static DecisionResult Repeat(Workload workload, PlacementContext context, FleetSnapshot fleet)
    {
        var plan = Planner.Plan(fleet, context, workload.Count);
        var columns = Measure(() => Planner.Plan(fleet, context, workload.Count), out var allocated);
        double? objects = workload.Straightforward ? Median(Measure(() => ObjectPlanner.Plan(fleet, context, workload.Count), out _)) : null;
        return new DecisionResult(
            workload.Name, fleet.Count, plan.Explanation.Passed, Median(columns), columns[(int)(columns.Count * 0.9)], allocated, null, objects, Peak(), workload.Target);
    }

    private static DecisionResult Deplete(Workload workload, PlacementContext context)
    {
        Settle(workload, context);

        // Held here alone and replaced as it is depleted: another reference would count the same hosts twice in the memory that is reported.
        var fleet = WorkloadFleet.Build(workload, context);
        var passed = Planner.Plan(fleet, context, workload.Count).Explanation.Passed;
        double? objects = workload.Straightforward ? StraightforwardStep(workload, context, fleet) : null;
        Collect();
        var times = new List<double>(workload.Requests);
        var placed = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var whole = Stopwatch.GetTimestamp();
        for (var i = 0; i < workload.Requests; i++)
        {
            var from = Stopwatch.GetTimestamp();
            (fleet, var slots) = Step(fleet, context, workload.Count, Planner.Plan);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
            placed += slots;
        }

        var seconds = Stopwatch.GetElapsedTime(whole).TotalSeconds;
        allocated = (GC.GetAllocatedBytesForCurrentThread() - allocated) / workload.Requests;
        times.Sort();
        return new DecisionResult(
            workload.Name, fleet.Count, passed, Median(times), times[(int)(times.Count * 0.9)], allocated, placed / seconds, objects, Peak(), workload.Target);
    }

    /// <summary>Microseconds that the straightforward form takes for a request of this workload, in the mean of a few.</summary>
    private static double StraightforwardStep(Workload workload, PlacementContext context, FleetSnapshot fleet)
    {
        var rounds = Math.Min(workload.Requests, 20);
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < rounds; i++)
        {
            (fleet, _) = Step(fleet, context, workload.Count, ObjectPlanner.Plan);
        }

        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / rounds;
    }

    private static (FleetSnapshot Fleet, int Slots) Step(FleetSnapshot fleet, PlacementContext context, int count, Func<FleetSnapshot, PlacementContext, int, Plan> plan)
    {
        var slots = plan(fleet, context, count).Slots;
        return (Planner.Deplete(fleet, context, slots), slots.Length);
    }

    /// <summary>The same work on a smaller fleet that is then thrown away, so that the JIT has settled when it counts.</summary>
    private static void Settle(Workload workload, PlacementContext context)
    {
        var fleet = WorkloadFleet.Build(workload with { Hosts = Math.Min(workload.Hosts, SettlingHosts) }, context);
        var from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from) < Enough)
        {
            (fleet, _) = Step(fleet, context, workload.Count, Planner.Plan);
        }

        Collect();
    }

    private static List<double> Measure(Func<Plan> plan, out long allocated)
    {
        // By time, not by number: the JIT compiles hot code anew in the background some 100 ms after it was found hot, and that again
        // once it was counted. 60 calls of a tenth of a millisecond would all be made before.
        var settle = Stopwatch.GetTimestamp();
        for (var i = 0; i < 3 || Stopwatch.GetElapsedTime(settle) < Settling; i++)
        {
            plan();
        }

        Collect();
        var times = new List<double>(MaxRounds);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var whole = Stopwatch.GetTimestamp();
        while (times.Count < MinRounds || (times.Count < MaxRounds && Stopwatch.GetElapsedTime(whole) < Enough))
        {
            var from = Stopwatch.GetTimestamp();
            plan();
            times.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds);
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / times.Count;
        times.Sort();
        return times;
    }

    private static double Median(List<double> sorted) => sorted[sorted.Count / 2];

    private static double Peak() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
