using System.CommandLine;
using System.Text.Json;
using NovaZones.Bench.Packing;
using Spectre.Console;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class PackingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novazones-packing-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_WholeGpus_AllocatesWhatArrivesUntilFull()
    {
        // Two GPUs, three tasks of one each: the third arrives at 150 % and is dropped, but counts as arrived.
        var result = await RunAsync(Nodes("a,8000,8000,1,T4", "b,8000,8000,1,T4"), Pods("cpu_milli,memory_mib,num_gpu,gpu_milli", "1000,10,1,1000", "1000,10,1,1000"));

        Assert.Equal(
            [(50, 50.0), (75, 50.0), (80, 50.0), (90, 50.0), (95, 50.0), (100, 100.0), (110, 100.0), (120, 100.0), (130, 100.0)],
            result.Marks.Select(m => (m.Arrived, m.Mean)));
        Assert.Equal([(3, 2), (3, 2)], result.Runs.Select(r => (r.Offered, r.Placed)));
        Assert.All(result.Marks, mark => Assert.Equal(0, mark.Sd));
    }

    [Fact]
    public async Task Run_OnlyOneModelIsAskedFor_KeepsItForThoseWhoAsk()
    {
        // Half the tasks must have b's model and the others may have either: only when they leave b alone do all find a place.
        var nodes = Nodes("a,8000,8000,4,P100", "b,8000,8000,4,G2");
        var pods = Pods("cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec", [.. Enumerable.Range(0, 8).Select(i => i < 4 ? "1000,10,1,1000,G2" : "1000,10,1,1000,")]);

        var result = await RunAsync(nodes, pods);

        Assert.Equal(100, result.Marks.Single(m => m.Arrived == 100).Mean);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_Again_GivesTheSame(bool learned)
    {
        var nodes = Nodes([.. Enumerable.Range(0, 12).Select(i => $"n{i},{4000 * (1 + (i % 3))},8000,{1 + (i % 4)},T4")]);
        var pods = Pods("cpu_milli,memory_mib,num_gpu,gpu_milli", [.. Enumerable.Range(0, 40).Select(i => $"{500 + (i % 5 * 700)},10,1,{new[] { 1000, 470, 810, 320 }[i % 4]}")]);

        var first = await RunAsync(nodes, pods, learned);
        var again = await RunAsync(nodes, pods, learned);

        Assert.Equal(first.Runs.SelectMany(r => r.Allocated), again.Runs.SelectMany(r => r.Allocated));
        Assert.InRange(first.Marks[^1].Mean, 50, 100);
    }

    [Theory]
    [InlineData("--policy nosuch", "--policy: nosuch does not ship; default and packing do")]
    public async Task RunAsync_UnknownPolicy_NamesTheArgument(string options, string message)
    {
        var wrong = await Assert.ThrowsAsync<PackingOptionException>(() => RunAsync(Nodes("a,1,1,1,T4"), Pods("cpu_milli,memory_mib,num_gpu,gpu_milli", "1,1,1,1"), policy: options.Split(' ')[1]));

        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public async Task RunAsync_NothingToPack_NamesTheArgument()
    {
        const string Header = "cpu_milli,memory_mib,num_gpu,gpu_milli";

        Assert.StartsWith("--nodes: ", (await Assert.ThrowsAsync<PackingOptionException>(() => RunAsync(Nodes("a,1,1,0,"), Pods(Header, "1,1,1,1")))).Message, StringComparison.Ordinal);
        Assert.StartsWith("--pods: ", (await Assert.ThrowsAsync<PackingOptionException>(() => RunAsync(Nodes("a,1,1,1,T4"), Pods(Header, "1,1,0,0")))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--policy default --seeds 1,3,5-7 --names original --mix learned")]
    public void Parse_GoodOptions_HasNoErrors(string options) => Assert.Empty(Parse(options).Errors);

    [Theory]
    [InlineData("--seeds 51-42", "--seeds must be")]
    [InlineData("--seeds x", "--seeds must be")]
    [InlineData("--seeds 0-1000000", "--seeds must be")]
    [InlineData("--seeds 1,1", "--seeds has a seed twice")]
    [InlineData("--names sorted", "sorted")]
    public void Parse_BadOptions_SaysWhy(string options, string part) =>
        Assert.Contains(Parse(options).Errors, error => error.Message.Contains(part, StringComparison.Ordinal));

    [Fact]
    public async Task Command_Json_HasEveryMarkAndRun()
    {
        var json = new FileInfo(Path.Combine(_folder.FullName, "out.json"));

        var code = await PackingCommand.RunAsync(
            new PackingOptions(Nodes("a,8000,8000,1,T4"), Pods("cpu_milli,memory_mib,num_gpu,gpu_milli", "1000,10,1,500")) { Seeds = [1], Json = json }, Token);

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json.FullName, Token));
        Assert.Equal(0, code);
        Assert.Equal((9, 1), (document.RootElement.GetProperty("marks").GetArrayLength(), document.RootElement.GetProperty("runs").GetArrayLength()));
    }

    private static Task<PackingResult> RunAsync(FileInfo nodes, FileInfo pods, bool learned = false, string policy = "packing") => new PackingRun(
        new PackingOptions(nodes, pods) { Seeds = [42, 43], LearnedMix = learned, Policy = policy },
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null), Interactive = InteractionSupport.No })).RunAsync(Token);

    private FileInfo Nodes(params string[] rows) => Write("nodes.csv", "sn,cpu_milli,memory_mib,gpu,model", rows);

    private FileInfo Pods(string header, params string[] rows) => Write("pods.csv", header, rows);

    private FileInfo Write(string name, string header, string[] rows)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        File.WriteAllLines(file.FullName, [header, .. rows]);
        return file;
    }

    private ParseResult Parse(string options) => new RootCommand { PackingCommand.Create() }.Parse(
        $"packing --nodes {Nodes("a,1,1,1,T4")} --pods {Pods("cpu_milli,memory_mib,num_gpu,gpu_milli", "1,1,1,1")} {options}");
}
