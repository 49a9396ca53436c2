using NovaZones.Client;
using NovaZones.Web.Demo.Client;

namespace NovaZones.Web.Demo.Workload;

/// <summary>Places and releases at the root zone without end, keeping the fleet about two thirds used.</summary>
internal sealed class DemoWorkload(
    ZoneApi root, DemoCounters counters, double rate, int seed, DemoCapacity capacity, TimeProvider time)
{
    private const double CpuLow = 0.62;
    private const double GpuLow = 0.60;
    private const double High = 0.70;
    private const int MaxUnderWay = 24;
    private const int MaxAttempts = 3;
    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly WorkloadMix _mix = new(seed, capacity.AvailabilityZones);

    // Large arrivals depend on how full the fleet is, hence on timing. Their own source keeps the ordinary sequence the same for a seed.
    private readonly WorkloadMix _bulk = new(seed + 1, capacity.AvailabilityZones);
    private readonly RunningSet _running = new();

    internal (long Instances, double Cpu, double Gpu) Utilisation()
    {
        var (instances, vcpu, gpu) = _running.Totals();
        return (instances, Share(vcpu, capacity.GeneralVcpu), Share(gpu, capacity.GpuMilli));
    }

    internal Task RunAsync(CancellationToken cancellationToken) =>
        Together.RunAsync([ArriveAsync, DepartAsync], cancellationToken);

    private async Task ArriveAsync(CancellationToken cancellationToken)
    {
        var underWay = new HashSet<Task>();
        var next = time.GetUtcNow();
        for (var number = 0L; !cancellationToken.IsCancellationRequested; number++)
        {
            next += TimeSpan.FromSeconds(_mix.NextGapSeconds(rate));
            var wait = next - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            await ForgetCompletedAsync(underWay);
            var item = Choose(number);
            if (underWay.Count >= MaxUnderWay)
            {
                // A slow zone gets no queue in front of it; what could not be sent is forgotten, and the clock is not made up for.
                counters.CountHeldBack();
                next = time.GetUtcNow();
                continue;
            }

            underWay.Add(PlaceAsync(item, cancellationToken));
        }
    }

    // Awaits what is over, so that a defect in one placement surfaces instead of getting lost with its task.
    private static async Task ForgetCompletedAsync(HashSet<Task> underWay)
    {
        foreach (var task in underWay.Where(task => task.IsCompleted).ToArray())
        {
            underWay.Remove(task);
            await task;
        }
    }

    // Steady state by feedback, at any rate and fleet size: below the band every second arrival is a large one (all but a few while the
    // fleet is nearly empty), above it departures are brought forward.
    private WorkloadItem Choose(long number)
    {
        var ordinary = _mix.Next();
        var (_, cpu, gpu) = Utilisation();
        if (number % 4 == 0 && gpu < GpuLow && capacity.GpuMilli > 0)
        {
            return _bulk.NextTraining(capacity.GpuMilli / 50);
        }

        var fillCpu = cpu < CpuLow / 2 ? number % 8 != 7 : cpu < CpuLow && number % 2 == 1;
        return fillCpu ? _bulk.NextTenant(capacity.GeneralVcpu / 100) : ordinary;
    }

    private async Task PlaceAsync(WorkloadItem item, CancellationToken cancellationToken)
    {
        // One key for all attempts: an answer that was lost on its way is found again instead of placed twice.
        var key = Guid.CreateVersion7().ToString("N");
        for (var attempt = 1; attempt <= MaxAttempts && !cancellationToken.IsCancellationRequested; attempt++)
        {
            switch (await root.TryPlaceAsync(item.Ask, key, cancellationToken))
            {
                case PlacementReply.Placed placed:
                    counters.CountPlaced();
                    var running = new Running(placed.ReservationId, placed.Count, placed.Count * item.GeneralVcpu, placed.Count * item.GpuMilli);
                    _running.Add(running, time.GetUtcNow() + item.Lifetime);
                    return;
                case PlacementReply.Refused:
                    counters.CountRefused();
                    return;
                case PlacementReply.Rejected rejected:
                    counters.CountError($"{item.Ask.Name}: {rejected.Reason}");
                    return;
                case PlacementReply.Unanswered unanswered:
                    counters.CountError($"{item.Ask.Name}: {unanswered.Reason}");
                    await Task.Delay(RetryDelay, time, cancellationToken);
                    break;
            }
        }
    }

    private async Task DepartAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReleaseInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // One departure a tick is brought forward when the fleet is above the band: gently, since one large arrival may have caused it.
            var leaving = TakeEarlyLeaver() ?? _running.TakeEndedBy(time.GetUtcNow());
            for (; leaving is not null; leaving = _running.TakeEndedBy(time.GetUtcNow()))
            {
                if (await root.TryReleaseAsync(leaving.ReservationId, cancellationToken) == ReleaseReply.Unanswered)
                {
                    // Still there as far as anybody knows: it counts as used and is tried again.
                    counters.CountError("release unanswered");
                    _running.Add(leaving, time.GetUtcNow() + RetryDelay);
                    break;
                }

                counters.CountReleased();
            }
        }
    }

    private Running? TakeEarlyLeaver()
    {
        var (_, cpu, gpu) = Utilisation();
        return cpu > High || gpu > High ? _running.TakeEndedBy(DateTimeOffset.MaxValue) : null;
    }

    private static double Share(long used, long whole) => whole == 0 ? 0 : (double)used / whole;
}
