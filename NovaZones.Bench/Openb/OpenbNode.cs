namespace NovaZones.Bench.Openb;

/// <summary>A server of an openb node list.</summary>
/// <param name="Name">Column <c>sn</c>, unique in its file.</param>
/// <param name="CpuMilli">Thousandths of a core.</param>
/// <param name="MemoryMib">MiB.</param>
/// <param name="Gpus">Whole GPUs, all of one model.</param>
/// <param name="Model">The GPU model; empty without GPU.</param>
internal sealed record OpenbNode(string Name, long CpuMilli, long MemoryMib, int Gpus, string Model);
