namespace NovaZones.Web.Demo.Workload;

/// <summary>What is placed and not yet released, ordered by its end. Thread-safe.</summary>
internal sealed class RunningSet
{
    // Guards everything below: arrivals, departures and the status line run on different threads.
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Running, DateTimeOffset> _queue = new();
    private long _generalVcpu;
    private long _gpuMilli;
    private long _instances;

    /// <summary>Instances, general virtual processors and GPU thousandths in use at this moment.</summary>
    internal (long Instances, long GeneralVcpu, long GpuMilli) Totals()
    {
        lock (_gate)
        {
            return (_instances, _generalVcpu, _gpuMilli);
        }
    }

    internal void Add(Running running, DateTimeOffset end)
    {
        lock (_gate)
        {
            _queue.Enqueue(running, end);
            Count(running, +1);
        }
    }

    /// <summary>Takes the one that ends first, if its end is not after <paramref name="latestEnd"/>.</summary>
    internal Running? TakeEndedBy(DateTimeOffset latestEnd)
    {
        lock (_gate)
        {
            if (!_queue.TryPeek(out var running, out var end) || end > latestEnd)
            {
                return null;
            }

            _queue.Dequeue();
            Count(running, -1);
            return running;
        }
    }

    private void Count(Running running, int sign)
    {
        _instances += sign * running.Instances;
        _generalVcpu += sign * running.GeneralVcpu;
        _gpuMilli += sign * running.GpuMilli;
    }
}

/// <summary>A reservation of the demo and what it takes in all.</summary>
internal sealed record Running(string ReservationId, int Instances, long GeneralVcpu, long GpuMilli);
