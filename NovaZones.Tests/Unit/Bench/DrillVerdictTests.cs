using NovaZones.Bench.Drill;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class DrillVerdictTests
{
    private static readonly DrillRound Clean = new(1, ["kill emea", "planet-apac cut"], "", 2.5, new DrillFindings());
    private static readonly DrillRound Lost = new(2, ["kill emea"], "", 180, new DrillFindings { Lost = 1 });

    [Fact]
    public void Verdict_EveryEnd_HasALineAndACode()
    {
        var (clean, differs, broken, brokenAndWrong) = (new DrillVerdict(1), new DrillVerdict(2), new DrillVerdict(3), new DrillVerdict(3));
        clean.Add(Clean, []);
        differs.Add(Clean, []);
        differs.Add(Lost, []);
        broken.Add(Clean, []);
        broken.Break("Zone emea was not ready");
        brokenAndWrong.Add(Clean, ["r-1 was answered as placed and is not known"]);
        brokenAndWrong.Break("interrupted");

        Assert.Equal(("CLEAN: 1 of 1 rounds, 2 disturbances, slowest settlement 2.5 s", 0), (clean.ToString(), clean.ExitCode));
        Assert.Equal(("NOT CLEAN: 2 of 2 rounds, 3 disturbances, slowest settlement 180.0 s", 1), (differs.ToString(), differs.ExitCode));
        Assert.Equal(("BROKEN OFF: 1 of 3 rounds, 2 disturbances, slowest settlement 2.5 s", 2), (broken.ToString(), broken.ExitCode));
        Assert.Equal(["Zone emea was not ready"], broken.Sentences);
        Assert.Equal(1, brokenAndWrong.ExitCode);
        Assert.Equal(["r-1 was answered as placed and is not known", "interrupted"], brokenAndWrong.Sentences);
    }

    [Fact]
    public void Verdict_NothingWasDone_IsNotClean() => Assert.Equal(2, Broken().ExitCode);

    private static DrillVerdict Broken()
    {
        var verdict = new DrillVerdict(1);
        verdict.Break("interrupted");
        return verdict;
    }
}
