using Cronos;
using NovaZones.Web.Jobs;
using Xunit;

namespace NovaZones.Tests.Unit.Jobs;

/// <summary>Jobs take turns: as often as they should, and not all at once.</summary>
public sealed class JobTurnTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(1, 3600)]
    [InlineData(5, 720)]
    [InlineData(7, 540)] // nine times in each minute
    [InlineData(15, 240)]
    [InlineData(40, 120)] // twice in each minute
    [InlineData(59, 120)]
    [InlineData(300, 12)]
    [InlineData(600, 6)]
    public void Every_AnyZone_RunsAsOftenAsItShould(int seconds, int timesAnHour)
    {
        for (var zone = 0; zone < 50; zone++)
        {
            var cron = new JobTurn(Guid.NewGuid()).Every("some-job", TimeSpan.FromSeconds(seconds));
            var runs = CronExpression.Parse(cron, cron.Split(' ').Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard)
                .GetOccurrences(Start, Start.AddHours(1)).Count();

            Assert.Equal(timesAnHour, runs);
        }
    }

    [Fact]
    public void Every_ManyZonesAndJobs_AreSpreadOverTheInterval()
    {
        var turns = Enumerable.Range(0, 300).Select(_ => new JobTurn(Guid.NewGuid()).Every("some-job", TimeSpan.FromSeconds(15))).ToList();
        var zone = new JobTurn(Guid.NewGuid());

        Assert.Equal(15, turns.Distinct().Count());
        Assert.True(Enumerable.Range(0, 20).Select(job => zone.Every($"job-{job}", TimeSpan.FromSeconds(15))).Distinct().Count() > 5);
    }

    [Fact]
    public void Every_SameZoneAndJob_IsTheSameAtEveryReplicaAndStart()
    {
        var zone = Guid.NewGuid();

        Assert.Equal(new JobTurn(zone).Every("poll", TimeSpan.FromSeconds(5)), new JobTurn(zone).Every("poll", TimeSpan.FromSeconds(5)));
    }
}
