using NovaZones.Bench.Openb;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

/// <summary>Reads the published traces, where they are at hand.</summary>
public sealed class OpenbTracesTests
{
    private const string Variable = "NOVAZONES_TRACES";

    [Theory]
    [InlineData("openb_node_list_gpu_node.csv", 1_213, 6_212)]
    [InlineData("openb_node_list_all_node.csv.gz", 1_523, 6_212)]
    public void ReadNodes_PublishedList_HasItsRowsAndGpus(string file, int rows, int gpus)
    {
        var nodes = OpenbReader.ReadNodes(Find(file));

        Assert.Equal((rows, gpus), (nodes.Count, nodes.Sum(node => node.Gpus)));
    }

    [Theory]
    [InlineData("openb_pod_list_default.csv.gz", 8_152)]
    [InlineData("openb_pod_list_cpu050.csv.gz", 7_439)]
    [InlineData("openb_pod_list_cpu200.csv.gz", 8_832)]
    [InlineData("openb_pod_list_gpushare40.csv.gz", 8_152)]
    [InlineData("openb_pod_list_gpuspec20.csv.gz", 8_152)]
    [InlineData("openb_pod_list_multigpu20.csv.gz", 8_324)]
    [InlineData("openb_pod_list_multigpu30.csv.gz", 8_508)]
    public void ReadTasks_PublishedList_HasItsRows(string file, int rows) => Assert.Equal(rows, OpenbReader.ReadTasks(Find(file)).Count);

    [Fact]
    public void ReadTasks_DefaultList_AsksForThePublishedSums()
    {
        var tasks = OpenbReader.ReadTasks(Find("openb_pod_list_default.csv.gz"));

        // 1,088 without GPU, 3,078 sharing, 3,911 with one whole, 75 with several; 6,086.8 GPUs and 85,436 cores.
        Assert.Equal(
            (1_088, 3_078, 3_911, 75),
            (tasks.Count(task => task.Gpus == 0), tasks.Count(task => task.GpuMilli is > 0 and < 1_000), tasks.Count(task => task is { Gpus: 1, GpuMilli: 1_000 }), tasks.Count(task => task.Gpus > 1)));
        Assert.Equal(6_086.8, tasks.Sum(task => task.TotalGpuMilli) / 1_000.0, 0.05);
        Assert.Equal(85_436, tasks.Sum(task => task.CpuMilli) / 1_000.0, 0.5);
    }

    private static string Find(string file)
    {
        var path = Folders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            Assert.Skip($"{file} is not here; set {Variable} to a folder with the openb lists of alibaba/clusterdata.");
        }

        return path;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } traces)
        {
            yield return traces;
            yield return Path.Combine(traces, "openb");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NovaZones.sln")))
            {
                yield return Path.Combine(folder.FullName, "..", "shared", "data", "openb");
            }
        }
    }
}
