using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Live;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Federation;

/// <summary>What stands when answers of one child overtake each other.</summary>
public sealed class ChildZoneRegistryTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly SetClock _time = new();
    private readonly ChildZone _child = Infos.Child("c");
    private readonly ChildZoneRegistry _registry;

    public ChildZoneRegistryTests()
    {
        _registry = new ChildZoneRegistry(Options.Create(new FederationOptions()), new ChangeFeed(), _time);
        _registry.Put(_child);
    }

    private ChildState State => _registry.Find(_child.Id)!;

    [Fact]
    public void Answer_AskedForEarlierAndComingLater_ChangesNeitherFiguresNorState()
    {
        _registry.Estranged(_child.Id, Infos.With(1), "no common version", TimeSpan.Zero);
        _time.Advance(_second);
        _registry.Succeeded(_child.Id, Infos.With(2), 2 * _second);

        Assert.Equal((ChildHealth.Incompatible, "no common version", 1), (State.Health, State.LastError, State.Info!.Summary.Hosts.Up));

        _registry.Succeeded(_child.Id, Infos.With(3), TimeSpan.Zero);
        _time.Advance(_second);
        _registry.Estranged(_child.Id, Infos.With(4), "no common version", 2 * _second);

        Assert.Equal((ChildHealth.Online, null, 3), (State.Health, State.LastError, State.Info!.Summary.Hosts.Up));
        Assert.Equal([ChildHealth.Unknown, ChildHealth.Incompatible, ChildHealth.Online], _registry.TakePassed().Passed.Select(change => change.Health));
    }

    [Fact]
    public void Answer_ToALaterPoll_StandsThoughTheClockWasSetBack()
    {
        _registry.Succeeded(_child.Id, Infos.With(1), _second);
        _time.SetBack = TimeSpan.FromHours(1);
        _time.Advance(_second);
        _registry.Succeeded(_child.Id, Infos.With(2), _second / 2);

        Assert.Equal(2, State.Info!.Summary.Hosts.Up);
    }

    [Fact]
    public void Request_AnsweredByAChildOfAnotherVersion_DoesNotMakeItOneToBeAsked()
    {
        _registry.Estranged(_child.Id, Infos.With(1), "no common version", TimeSpan.Zero);
        _registry.Succeeded(_child.Id, null, null);

        Assert.Equal((ChildHealth.Incompatible, "no common version"), (State.Health, State.LastError));
    }

    [Fact]
    public void Request_AnsweredByAChildThatWasGivenUp_BringsItBack()
    {
        _registry.Succeeded(_child.Id, Infos.With(1), TimeSpan.Zero);
        _registry.Lost(_child.Id, "gone");
        _registry.Succeeded(_child.Id, null, null);

        Assert.Equal((ChildHealth.Online, null, 0, 1), (State.Health, State.LastError, State.Failures, State.Info!.Summary.Hosts.Up));
    }

    /// <summary>A clock that people set, over one that nobody does.</summary>
    private sealed class SetClock : TimeProvider
    {
        private readonly FakeTimeProvider _steady = new(Planning.Now);

        public TimeSpan SetBack { get; set; }

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() - SetBack;

        public override long GetTimestamp() => _steady.GetTimestamp();

        public void Advance(TimeSpan time) => _steady.Advance(time);
    }
}
