using NovaZones.Agent;
using NovaZones.Agent.Assignments;
using NovaZones.Client.Models;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Agent;

/// <summary>The agent's own file.</summary>
public sealed class AgentStoreTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _folder = new();

    private AgentOptions Options => new() { DataFile = Path.Combine(_folder.Path, "deep", "agent.db"), MaxKept = 3, KeepFor = TimeSpan.FromHours(1) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TakeOver_NewAndReleased_AreFoundAndSurviveARestart()
    {
        var (first, second) = (Placed(), Placed());
        using (var store = AgentStore.Open(Options))
        {
            Assert.Equal((2, 0), store.TakeOver([first, second], true, true, _now));
            Assert.Equal((0, 0), store.TakeOver([first, second], true, true, _now));
            store.Finish(first.InstanceId, true, null, _now.AddSeconds(1));
            Assert.Equal((0, 0), store.TakeOver([], false, true, _now)); // a part of the list tells nothing of the rest
            Assert.Equal((0, 1), store.TakeOver([second], true, true, _now));
        }

        using var again = AgentStore.Open(Options);
        Assert.Equal(
            new[] { (first.InstanceId, LocalState.Ending), (second.InstanceId, LocalState.Making) }.Order(),
            again.List().Select(a => (a.InstanceId, a.State)).Order());
        Assert.Equal(
            [(first.InstanceId, "Accepted"), (second.InstanceId, "Accepted"), (first.InstanceId, "Ready")], again.Waiting(10).Select(w => (w.Acknowledgement.InstanceId, w.Acknowledgement.State)));
        again.Finish(first.InstanceId, false, "late", _now); // it was released meanwhile: nobody asks any more
        again.Forget(first.InstanceId);
        again.Forget(second.InstanceId); // not released
        again.Sent(again.Waiting(2)[^1].Sequence);
        Assert.Equal([second.InstanceId], again.List().Select(a => a.InstanceId));
        Assert.Equal([(first.InstanceId, "Ready", _now.AddSeconds(1))], again.Waiting(10).Select(w => (w.Acknowledgement.InstanceId, w.Acknowledgement.State, w.Acknowledgement.At)));
    }

    [Fact]
    public void TakeOver_WithoutCommand_IsPresentAtOnceAndGoneWithItsRelease()
    {
        using var store = AgentStore.Open(Options);
        var placed = Placed();

        store.TakeOver([placed], true, false, _now);
        var state = store.List().Single().State;
        store.TakeOver([], true, false, _now);

        Assert.Equal(LocalState.Present, state);
        Assert.Empty(store.List());
    }

    [Fact]
    public void Queue_TooLongOrTooOld_LosesTheOldestAndCountsThem()
    {
        using var store = AgentStore.Open(Options);
        var placed = Enumerable.Range(0, 5).Select(_ => Placed()).ToList();

        store.TakeOver(placed, true, true, _now);
        Assert.Equal(placed.Skip(2).Select(p => p.InstanceId), store.Waiting(10).Select(w => w.Acknowledgement.InstanceId));
        store.Finish(placed[0].InstanceId, true, null, _now.AddHours(2));

        Assert.Equal([(placed[0].InstanceId, "Ready")], store.Waiting(10).Select(w => (w.Acknowledgement.InstanceId, w.Acknowledgement.State)));
        Assert.Equal(5, store.Dropped);
    }

    [Fact]
    public void Open_FileThatIsUsedOrIsNone_SaysWhichSettingAndWhy()
    {
        using var store = AgentStore.Open(Options);
        var second = Assert.Throws<AgentStartException>(() => AgentStore.Open(Options));
        var broken = Path.Combine(_folder.Path, "broken.db");
        File.WriteAllText(broken, new string('x', 5000));
        var none = Assert.Throws<AgentStartException>(() => AgentStore.Open(new AgentOptions { DataFile = broken }));

        Assert.Contains("Agent:DataFile", second.Message, StringComparison.Ordinal);
        Assert.Contains("used by another agent", second.Message, StringComparison.Ordinal);
        Assert.Contains("Agent:DataFile", none.Message, StringComparison.Ordinal);
        Assert.Contains("not a database", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ForAnotherHostOrZone_IsRefusedWhileThereIsSomethingToLose()
    {
        AgentOptions other = new() { DataFile = Options.DataFile, HostName = "other" };
        using (var store = AgentStore.Open(Options))
        {
            store.TakeOver([Placed()], true, false, _now);
        }

        var refused = Assert.Throws<AgentStartException>(() => AgentStore.Open(other));
        using (var store = AgentStore.Open(Options))
        {
            store.TakeOver([], true, false, _now);
        }

        Assert.Contains($"holds instances of {Options.HostName} at", refused.Message, StringComparison.Ordinal);
        AgentStore.Open(other).Dispose();
    }

    private static Assignment Placed() =>
        new(Guid.CreateVersion7(), "r-aaaaaaaaaaaa", 0, _now, [new AssignedAmount(null, "VCPU", 2)], "Assigned", null, null);
}
