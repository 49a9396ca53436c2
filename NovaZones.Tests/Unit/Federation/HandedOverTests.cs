using NovaZones.Core.Federation;
using NovaZones.Core.Federation.History;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>What a replica writes of what it saw while another one wrote: each change once.</summary>
public sealed class HandedOverTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Child = Guid.NewGuid();

    /// <summary>Changes as <c>-100</c> (offline after 100 s), <c>+102.5</c> (online after 102.5 s) and <c>?1</c> (not heard yet).</summary>
    [Theory]
    [InlineData("", "", "")]
    [InlineData("-100 +101", "", "-100 +101")]
    [InlineData("-100 +101", "+0", "-100 +101")] // the other was gone already
    [InlineData("-100 +101", "+0 -100 +101", "")]
    [InlineData("-100 +101", "+0 -100.4 +101.2", "")] // noticed there later
    [InlineData("-102 +103", "+0 -100 +101", "")] // noticed here after all was over there
    [InlineData("-100 +101", "+0 -100", "+101")] // the other wrote the first half
    [InlineData("-100 +101 -104 +105", "+0 -100.5 +101.5", "-104 +105")]
    [InlineData("-100 +101 -104 +105", "+0 -101 +103 -104 +106", "")]
    [InlineData("-100 +101", "+0 -30 +31", "-100 +101")] // an earlier one is not this one
    [InlineData("-100 +101", "+0 -200 +201", "")] // older than what is written: seen here alone, and too late to tell
    public void Align_LeavesWhatTheOtherDidNotWrite(string seen, string written, string left) =>
        Assert.Equal(Read(left), HandedOver.Align(null, Read(seen), Read(written)).Left);

    /// <summary>Of a child that flaps, the same is seen and written several times within the time that replicas may be apart.</summary>
    [Theory]
    [InlineData(ChildHealth.Online, "-1 +2 -3 +4 -5 +6", "-1.3 +2.3", "-3 +4 -5 +6", 2)]
    [InlineData(ChildHealth.Online, "-1 +2 -3 +4", "-1.3 +2.3 -3.3 +4.3", "", 4)]
    [InlineData(ChildHealth.Online, "-1 +2", "-1.3 +2.3 -3.3 +4.3", "", 2)] // the other is ahead
    [InlineData(ChildHealth.Online, "-5 +6 -7 +8", "", "-5 +6 -7 +8", 0)]
    [InlineData(ChildHealth.Online, "+1 -2 +3", "-2.2", "+3", 1)] // found as it was left, by a replica that just started
    [InlineData(ChildHealth.Online, "+1", "-2 +3", "", 0)]
    [InlineData(ChildHealth.Offline, "+1 -2", "+3", "-2", 1)] // noticed much later there
    [InlineData(ChildHealth.Offline, "?0 -0.5 +1.5 -2", "+1.5 -2", "", 2)] // found as it was left, after it was not heard yet
    [InlineData(ChildHealth.Online, "-1 ?1.5 +2", "-1 +2", "", 2)] // its row was changed
    public void Align_FlappingChild_MatchesInOrderFromWhatBothKnew(ChildHealth before, string seen, string written, string left, int found)
    {
        var aligned = HandedOver.Align(before, Read(seen), Read(written));

        Assert.Equal(Read(left), aligned.Left);
        Assert.Equal(found, aligned.Found);
    }

    private static ChildEvent[] Read(string changes) =>
    [
        .. changes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(change => new ChildEvent(
            Child, Noon.AddSeconds(double.Parse(change[1..], System.Globalization.CultureInfo.InvariantCulture)), HealthOf(change[0]), null)),
    ];

    private static ChildHealth HealthOf(char sign) => sign switch { '+' => ChildHealth.Online, '-' => ChildHealth.Offline, _ => ChildHealth.Unknown };
}
