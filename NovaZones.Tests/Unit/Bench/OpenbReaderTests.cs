using System.IO.Compression;
using System.Text;
using NovaZones.Bench.Openb;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class OpenbReaderTests
{
    private const string TaskHeader = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n";

    [Fact]
    public void ReadNodes_PlainFile_ReadsEveryColumn()
    {
        var nodes = Nodes("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,262144,2,P100\nn1,32000,131072,0,\n");

        Assert.Equal([new OpenbNode("n0", 64_000, 262_144, 2, "P100"), new OpenbNode("n1", 32_000, 131_072, 0, "")], nodes);
    }

    [Fact]
    public void ReadNodes_GzipWithoutItsName_IsUnpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,262144,2,P100\n"u8);
        }

        packed.Position = 0;

        Assert.Equal(["n0"], OpenbReader.ReadNodes(packed, "nodes.csv").Select(node => node.Name));
    }

    [Theory]
    [InlineData("sn,cpu_milli,memory_mib,gpu\nn0,1,1,0\n", "nodes.csv, line 1, column model: is missing")]
    [InlineData("", "nodes.csv, line 1, column sn: the file is empty")]
    [InlineData("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,2.5,2,T4\n", "nodes.csv, line 2, column memory_mib: \"2.5\" is not a whole number")]
    [InlineData("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,1,2,T4\nn1,-1,1,2,T4\n", "nodes.csv, line 3, column cpu_milli: -1 is not within")]
    [InlineData("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,1,2,T4\nn0,1,1,2,T4\n", "nodes.csv, line 3, column sn: n0 is in the file twice")]
    [InlineData("sn,cpu_milli,memory_mib,gpu,model\nn0,64000,1,2\n", "nodes.csv, line 2, column model: the row has 4 fields, the header 5")]
    [InlineData("sn,cpu_milli,memory_mib,gpu,model\n,64000,1,2,T4\n", "nodes.csv, line 2, column sn: is empty")]
    public void ReadNodes_BadFile_NamesFileLineAndColumn(string text, string message)
    {
        var fault = Assert.Throws<TraceFormatException>(() => Nodes(text));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadTasks_TimesOutOfOrder_ComeInOrderOfCreation()
    {
        var tasks = Tasks(TaskHeader + "late,1000,1,0,0,,LS,Running,50,,\nfirst,1000,1,0,0,,LS,Running,10,90,10\nsecond,1000,1,0,0,,LS,Running,10,20,10\n");

        Assert.Equal(["first", "second", "late"], tasks.Select(task => task.Name));
        Assert.Equal([90, 20, null], tasks.Select(task => task.DeletedAt));
    }

    [Fact]
    public void ReadTasks_WithoutTimes_KeepsTheOrderOfTheFile()
    {
        var tasks = Tasks("cpu_milli,memory_mib,num_gpu,gpu_milli\n3000,1,0,0\n1000,1,0,0\n2000,1,0,0\n");

        Assert.Equal([3_000, 1_000, 2_000], tasks.Select(task => task.CpuMilli));
        Assert.Equal(["row-1", "row-2", "row-3"], tasks.Select(task => task.Name));
    }

    [Fact]
    public void ReadTasks_SeveralModels_AreSplit()
    {
        var task = Assert.Single(Tasks(TaskHeader + "t,1000,1,1,460,V100M16|V100M32,LS,Running,0,5,0\n"));

        Assert.Equal(["V100M16", "V100M32"], task.Models);
        Assert.Equal(460, task.TotalGpuMilli);
    }

    [Theory]
    [InlineData("t,1000,1,2,500,,LS,Running,0,5,0", "pods.csv, line 2, column gpu_milli: 500 of each of 2 GPUs")]
    [InlineData("t,1000,1,1,1001,,LS,Running,0,5,0", "pods.csv, line 2, column gpu_milli: 1001 is not within 1 to 1000")]
    [InlineData("t,0,0,0,0,,LS,Running,0,5,0", "pods.csv, line 2, column cpu_milli: the task asks for nothing")]
    [InlineData("t,1000,1,0,0,,LS,Running,,5,0", "pods.csv, line 2, column creation_time: is empty")]
    [InlineData("t,1000,1,0,0,,LS,Running,x,5,0", "pods.csv, line 2, column creation_time: \"x\" is not a whole number")]
    [InlineData("t,1000,1,0,0,,\"L\"S,Running,0,5,0", "pods.csv, line 2, column cpu_milli: is not valid CSV")]
    public void ReadTasks_BadRow_NamesFileLineAndColumn(string row, string message)
    {
        var fault = Assert.Throws<TraceFormatException>(() => Tasks(TaskHeader + row + "\n"));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<OpenbNode> Nodes(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return OpenbReader.ReadNodes(stream, "nodes.csv");
    }

    private static IReadOnlyList<OpenbTask> Tasks(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return OpenbReader.ReadTasks(stream, "pods.csv");
    }
}
