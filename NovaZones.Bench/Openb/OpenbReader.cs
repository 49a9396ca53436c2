namespace NovaZones.Bench.Openb;

/// <summary>Reads the node and pod lists of the openb traces (Alibaba cluster-trace-gpu-v2023).</summary>
internal static class OpenbReader
{
    // Far above any server, far below an overflow when summed over a list.
    private const long MaxAmount = 1_000_000_000;
    private const int MaxGpus = 1_024;
    private static readonly string[] NodeColumns = ["sn", "cpu_milli", "memory_mib", "gpu", "model"];
    private static readonly string[] TaskColumns = ["cpu_milli", "memory_mib", "num_gpu", "gpu_milli"];

    /// <summary>The servers in the order of the file.</summary>
    /// <exception cref="TraceFormatException">The first fault found.</exception>
    internal static IReadOnlyList<OpenbNode> ReadNodes(string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return TraceFile.Read(path, NodeColumns, row => Node(row, names));
    }

    /// <inheritdoc cref="ReadNodes(string)"/>
    internal static IReadOnlyList<OpenbNode> ReadNodes(Stream stream, string file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return TraceFile.Read(stream, file, NodeColumns, row => Node(row, names));
    }

    /// <summary>The tasks in order of creation; in the order of the file where it has no times or they are equal.</summary>
    /// <exception cref="TraceFormatException">The first fault found.</exception>
    internal static IReadOnlyList<OpenbTask> ReadTasks(string path) => InOrder(TraceFile.Read(path, TaskColumns, Task));

    /// <inheritdoc cref="ReadTasks(string)"/>
    internal static IReadOnlyList<OpenbTask> ReadTasks(Stream stream, string file) => InOrder(TraceFile.Read(stream, file, TaskColumns, Task));

    private static OpenbNode Node(TraceRow row, HashSet<string> names)
    {
        var name = row.RequiredText("sn");
        if (!names.Add(name))
        {
            throw row.Fault("sn", $"{name} is in the file twice");
        }

        return new OpenbNode(
            name,
            row.Whole("cpu_milli", 1, MaxAmount),
            row.Whole("memory_mib", 1, MaxAmount),
            (int)row.Whole("gpu", 0, MaxGpus),
            row.Text("model"));
    }

    private static OpenbTask Task(TraceRow row)
    {
        var gpus = (int)row.Whole("num_gpu", 0, MaxGpus);
        var gpuMilli = gpus == 0 ? 0 : (int)row.Whole("gpu_milli", 1, 1_000);
        if (gpus > 1 && gpuMilli < 1_000)
        {
            throw row.Fault("gpu_milli", $"{gpuMilli} of each of {gpus} GPUs; a share is only possible of one GPU");
        }

        var cpu = row.Whole("cpu_milli", 0, MaxAmount);
        var memory = row.Whole("memory_mib", 0, MaxAmount);
        if (cpu == 0 && memory == 0 && gpus == 0)
        {
            throw row.Fault("cpu_milli", "the task asks for nothing");
        }

        var created = row.OptionalSeconds("creation_time");
        if (row.Has("creation_time") && created is null)
        {
            throw row.Fault("creation_time", "is empty, so the task has no place in the order");
        }

        var name = row.Text("name") is { Length: > 0 } given ? given : $"row-{row.Line - 1}";
        var models = row.Text("gpu_spec").Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new OpenbTask(name, cpu, memory, gpus, gpuMilli, models, created, row.OptionalSeconds("deletion_time"));
    }

    // OrderBy is stable, which keeps the order of the file among equals.
    private static IReadOnlyList<OpenbTask> InOrder(List<OpenbTask> tasks) => [.. tasks.OrderBy(task => task.CreatedAt ?? 0)];
}
