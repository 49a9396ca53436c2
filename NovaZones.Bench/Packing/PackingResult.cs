namespace NovaZones.Bench.Packing;

/// <summary>The whole outcome, as it is printed and written as JSON.</summary>
/// <param name="Gpus">Whole GPUs of the fleet.</param>
/// <param name="Marks">GPU allocated at each mark over all runs.</param>
internal sealed record PackingResult(
    string Nodes, string Pods, string Policy, string Names, string Mix, int Hosts, int Gpus, int Tasks, IReadOnlyList<PackingMark> Marks, IReadOnlyList<PackingSeed> Runs, double ElapsedSeconds);

/// <summary>GPU allocated, in percent of the fleet's, once so much was asked for.</summary>
/// <param name="Arrived">Asked for so far, dropped tasks included, in percent of the fleet's GPU.</param>
/// <param name="Mean">Over the runs.</param>
/// <param name="Sd">Standard deviation over the runs (n − 1); 0 for one run.</param>
internal sealed record PackingMark(int Arrived, double Mean, double Sd);

/// <summary>One run.</summary>
/// <param name="Seed">Seed of the order of tasks and of the names.</param>
/// <param name="Offered">Tasks, copies included.</param>
/// <param name="Placed">Those that found a host.</param>
/// <param name="Allocated">GPU allocated at each mark, in percent of the fleet's.</param>
/// <param name="ElapsedSeconds">Time of this run; runs may share the machine.</param>
internal sealed record PackingSeed(int Seed, int Offered, int Placed, IReadOnlyList<double> Allocated, double ElapsedSeconds);
