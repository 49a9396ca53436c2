using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Asking;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>When a child may be asked.</summary>
public sealed class ChildGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChildGate _gate;

    public ChildGateTests() => _gate = new ChildGate(new FederationOptions { BreakerOpenTime = TimeSpan.FromSeconds(5), FailuresToOffline = 3 }, _time);

    private GateState Enter() => _gate.Enter(out _);

    [Fact]
    public void Failed_SilentOverItsFullTime_OpensAtOnce()
    {
        _gate.Failed("silent", isConclusive: true);

        Assert.Equal(GateState.Open, _gate.Enter(out var reason));
        Assert.Equal("silent", reason);
    }

    [Fact]
    public void Breaker_OpensAndCloses_IsToldWithReasonAndNextTrial()
    {
        var told = new List<ChildBreaker?>();
        ChildGate gate = null!;
        gate = new ChildGate(new FederationOptions { BreakerOpenTime = TimeSpan.FromSeconds(5) }, _time, () => told.Add(gate.Breaker));
        gate.Succeeded();
        gate.Failed("silent", isConclusive: true);
        gate.Succeeded();
        gate.Succeeded();

        Assert.Equal([new ChildBreaker("silent", _time.GetUtcNow().AddSeconds(5)), null], told);
    }

    [Fact]
    public void Failed_Otherwise_OpensAtTheThirdInARow()
    {
        _gate.Failed("x", false);
        _gate.Failed("x", false);
        _gate.Succeeded();
        _gate.Failed("x", false);
        _gate.Failed("x", false);
        var before = Enter();
        _gate.Failed("x", false);

        Assert.Equal((GateState.Closed, GateState.Open), (before, Enter()));
    }

    [Fact]
    public void Enter_OpenTimeOver_LetsOneProbeThroughAtATime()
    {
        _gate.Failed("x", true);
        _time.Advance(TimeSpan.FromSeconds(4.999));
        var early = Enter();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var (first, second) = (Enter(), Enter());
        _gate.Withdrawn();

        Assert.Equal((GateState.Open, GateState.Probe, GateState.Open, GateState.Probe), (early, first, second, Enter()));
    }

    [Fact]
    public void Probe_Succeeds_Closes()
    {
        _gate.Failed("x", true);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(GateState.Probe, Enter());

        _gate.Succeeded();

        Assert.Equal((GateState.Closed, GateState.Closed), (Enter(), Enter()));
    }

    [Fact]
    public void Probe_FailsAgainAndAgain_DoublesTheOpenTimeUpToSixteenTimes()
    {
        _gate.Failed("x", true);
        var open = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            var seconds = 0;
            while (Enter() != GateState.Probe)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                seconds++;
            }

            open.Add(seconds);
            _gate.Failed("x", false);
        }

        Assert.Equal([5, 10, 20, 40, 80, 80, 80], open);
    }
}
