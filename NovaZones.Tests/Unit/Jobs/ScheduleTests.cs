using NovaZones.Web.Features.Jobs;
using Xunit;

namespace NovaZones.Tests.Unit.Jobs;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("*/5 * * * * *", "EverySeconds", "5")]
    [InlineData("*/7 * * * * *", "SecondsOfMinute", "7")] // 56, then 0: no even pace
    [InlineData("3/5 * * * * *", "EverySeconds", "5")]
    [InlineData("41 */10 * * * *", "EveryMinutes", "10")]
    [InlineData("x/5 * * * * *", "Other", "x/5 * * * * *")]
    [InlineData("*/60 * * * * *", "EveryMinute", "")]
    [InlineData("* * * * *", "EveryMinute", "")]
    [InlineData("*/15 * * * *", "EveryMinutes", "15")]
    [InlineData("0 * * * *", "EveryHour", "00")]
    [InlineData("17 3 * * *", "EveryDay", "03:17")]
    [InlineData("17 3 * * 1", "Other", "17 3 * * 1")]
    [InlineData("nonsense", "Other", "nonsense")]
    public void Of_Cron_SaysItInWords(string cron, string word, string value) => Assert.Equal(new Schedule(word, value), Schedule.Of(cron));
}
