using System.Diagnostics;
using NovaZones.Bench.Fleets;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class MachineSpeedTests
{
    private static readonly long _millisecond = Stopwatch.Frequency / 1000;

    [Fact]
    public void Of_SlowSumsCloseTogether_AreOneSpell_AndASingleOneIsNone()
    {
        // One sum each 5 ms for a second; ten times as dear from 300 to 395 ms but for one, and once more at 700 ms.
        var speed = MachineSpeed.Of([.. Enumerable.Range(0, 201).Select(i => new SpeedSample(i * 5 * _millisecond, i is (>= 60 and < 80 and not 70) or 140 ? 1000 : 100))]);

        var spell = Assert.Single(speed.Spells);
        Assert.Equal((300 * _millisecond, 395 * _millisecond), (spell.From, spell.To));
        Assert.Equal(0.1, spell.Lowest);
        Assert.Equal(1.0, speed.Seconds, 3);
        Assert.Equal(0.095, speed.SlowShare, 3);
    }

    [Theory]
    [InlineData(100, 299, true)] // ended before
    [InlineData(290, 301, false)] // runs into it
    [InlineData(350, 360, false)]
    [InlineData(640, 650, false)] // what had piled up is before it
    [InlineData(646, 650, true)]
    public void IsClear_OfASpellAndOfWhatComesRightAfter(int from, int to, bool isClear)
    {
        var speed = new MachineSpeed(1, [new SlowSpell(300 * _millisecond, 395 * _millisecond, 0.1)]);

        Assert.Equal(isClear, speed.IsClear(from * _millisecond, to * _millisecond, TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public void Of_AnEvenMachine_HasNoSpells()
    {
        var speed = MachineSpeed.Of([.. Enumerable.Range(0, 100).Select(i => new SpeedSample(i * 5 * _millisecond, 100 + (i % 7)))]);

        Assert.Empty(speed.Spells);
        Assert.Equal(0, speed.SlowShare);
        Assert.Empty(MachineSpeed.Of([]).Spells);
    }

    [Fact]
    public async Task Probe_OfThisMachine_WatchesUntilItsEnd()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A thread's processor time can be read on Linux only.");
        using var probe = new SpeedProbe();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        var speed = probe.End();

        Assert.InRange(speed.Seconds, 0.5, 60);
        Assert.InRange(speed.SlowShare, 0, 1);
    }
}
