using System.Reflection;
using NovaZones.Agent;
using NovaZones.Agent.Hosting;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Agent;

/// <summary>What the agent says when it is told nonsense, and that its page tells all that it can be told.</summary>
public sealed class AgentSettingsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Agent:Zone", "")]
    [InlineData("Agent:Zone", "zone.example")]
    [InlineData("Agent:Zone", "ftp://zone.example")]
    [InlineData("Agent:Token", "")]
    [InlineData("Agent:Token", "two words")]
    [InlineData("Agent:TokenFile", "/no/such/file")]
    [InlineData("Agent:HostName", "a/b")]
    [InlineData("Agent:ReportInterval", "00:00:00")]
    [InlineData("Agent:ReportInterval", "soon")]
    [InlineData("Agent:FullReportInterval", "00:00:05")]
    [InlineData("Agent:AssignmentInterval", "01:00:00")]
    [InlineData("Agent:KeepFor", "00:00:01")]
    [InlineData("Agent:MaxKept", "0")]
    [InlineData("Agent:ReservedMemoryMb", "-1")]
    [InlineData("Agent:CpuAllocationRatio", "NaN")]
    [InlineData("Agent:DiskPath", "/no/such/folder")]
    [InlineData("Agent:Root", "/no/such/folder")]
    [InlineData("Agent:Traits:0", "lower")]
    [InlineData("Agent:Command:FileName", "/no/such/program")]
    [InlineData("Agent:Command:Timeout", "00:00:00")]
    [InlineData("Agent:Command:MaxParallel", "100")]
    public void Start_BadSetting_IsOneLineThatNamesIt(string setting, string value)
    {
        var ex = Record.Exception(() => AgentProgram.Create([.. Good().Where(s => setting != "Agent:TokenFile" || !s.StartsWith("--Agent:Token=", StringComparison.Ordinal)), $"--{setting}={value}"]));

        var line = Assert.Single(AgentStartFaults.Explain(Assert.IsAssignableFrom<Exception>(ex)));
        Assert.Contains(setting.Split(':')[^1] is "0" ? "Agent:Traits:0" : setting.Split(':')[^1], line, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_SettingThatIsWrittenWrong_IsNamed()
    {
        var ex = Record.Exception(() => AgentProgram.Create([.. Good(), "--Agent:ReportIntervall=00:00:05"]));

        Assert.Equal("Agent:ReportIntervall is not a setting of the agent.", Assert.Single(AgentStartFaults.Explain(ex!)));
    }

    [Fact]
    public void Start_SeveralFaults_AreToldAtOnce()
    {
        var ex = Record.Exception(() => AgentProgram.Create(["--Agent:HostName=a b", "--Agent:MaxKept=0"]));

        Assert.Equal(4, AgentStartFaults.Explain(ex!).Count); // zone and token as well
    }

    [Fact]
    public void Start_GoodSettings_AreTaken()
    {
        using var host = AgentProgram.Create(Good());

        Assert.True(File.Exists(Path.Combine(_folder.Path, "agent.db")));
    }

    [Fact]
    public void Page_TellsEverySetting()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryTop.Path, "docs", "agent.md"));

        Assert.All(SettingsOf(typeof(AgentOptions), "Agent").Concat(SettingsOf(typeof(CommandOptions), "Agent:Command")), s => Assert.Contains($"`{s}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Unit_StartsTheProgramThatExists_WithSettingsThatExist()
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryTop.Path, "deploy", "novazones-agent.service"));
        var known = SettingsOf(typeof(AgentOptions), "Agent").ToHashSet();

        Assert.Contains($"ExecStart=/usr/bin/dotnet /opt/novazones-agent/{typeof(AgentOptions).Assembly.GetName().Name}.dll", lines);
        var told = lines.Where(l => l.StartsWith("Environment=Agent__", StringComparison.Ordinal)).Select(l => l["Environment=".Length..].Split('=')[0].Replace("__", ":", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(told);
        Assert.Empty(told.Except(known));
        string[] needed = ["DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "KillSignal=SIGTERM", "UMask=0077"];
        Assert.Empty(needed.Except(lines));
    }

    private string[] Good() => ["--Agent:Zone=http://127.0.0.1:1", "--Agent:Token=secret", $"--Agent:DataFile={Path.Combine(_folder.Path, "agent.db")}"];

    private static IEnumerable<string> SettingsOf(Type options, string section) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType != typeof(CommandOptions)).Select(p => $"{section}:{p.Name}");
}
