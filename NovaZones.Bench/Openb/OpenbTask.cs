namespace NovaZones.Bench.Openb;

/// <summary>A task of an openb pod list.</summary>
/// <param name="Name">Column <c>name</c>, or <c>row-N</c> where the file has none.</param>
/// <param name="CpuMilli">Thousandths of a core.</param>
/// <param name="MemoryMib">MiB; may be 0.</param>
/// <param name="Gpus">How many GPUs; 0 for a task without.</param>
/// <param name="GpuMilli">Asked of each GPU, 1000 = whole; less only with one GPU.</param>
/// <param name="Models">Acceptable GPU models; empty = any.</param>
/// <param name="CreatedAt">Seconds from the start of the trace; null in files that only give the order.</param>
/// <param name="DeletedAt">Seconds from the start of the trace; null = never.</param>
internal sealed record OpenbTask(
    string Name, long CpuMilli, long MemoryMib, int Gpus, int GpuMilli, IReadOnlyList<string> Models, long? CreatedAt, long? DeletedAt)
{
    /// <summary>Thousandths of a GPU in all.</summary>
    internal long TotalGpuMilli => (long)Gpus * GpuMilli;
}
