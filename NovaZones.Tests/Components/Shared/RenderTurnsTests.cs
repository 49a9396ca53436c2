using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class RenderTurnsTests
{
    private static readonly int _turns = Math.Max(1, Environment.ProcessorCount / 2);

    [Fact]
    public async Task Take_MoreThanThereAreTurns_TheRestWaitUntilOneEnds()
    {
        using var turns = new RenderTurns();
        using var goOn = new ManualResetEventSlim();
        var running = 0;
        var (most, done) = (0, 0);
        var guard = new Lock();
        Task Act()
        {
            lock (guard)
            {
                most = Math.Max(most, ++running);
            }

            goOn.Wait(Xunit.TestContext.Current.CancellationToken);
            lock (guard)
            {
                (running, done) = (running - 1, done + 1);
            }

            return Task.CompletedTask;
        }

        var all = Enumerable.Range(0, 4 * _turns).Select(_ => Task.Run(() => turns.TakeAsync(Act, CancellationToken.None))).ToList();
        while (Volatile.Read(ref running) < _turns)
        {
            await Task.Yield();
        }

        var beforeAnyEnded = Volatile.Read(ref done);
        goOn.Set();
        await Task.WhenAll(all);

        Assert.Equal((0, _turns, 4 * _turns), (beforeAnyEnded, most, done));
    }

    [Fact]
    public async Task Take_APageThatWaits_HoldsNobodyUp()
    {
        using var turns = new RenderTurns();
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = Enumerable.Range(0, _turns + 1).Select(_ => turns.TakeAsync(() => never.Task, CancellationToken.None)).ToList();

        var isDone = false;
        await turns.TakeAsync(
            () =>
            {
                isDone = true;
                return Task.CompletedTask;
            },
            CancellationToken.None);

        Assert.True(isDone);
        Assert.DoesNotContain(hanging, task => task.IsCompleted);
        never.SetResult();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task Take_FailsOrIsCancelled_TellsAndLosesNoTurn()
    {
        using var turns = new RenderTurns();
        for (var i = 0; i <= _turns; i++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => turns.TakeAsync(() => throw new InvalidDataException(), CancellationToken.None));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.TakeAsync(() => Task.CompletedTask, new CancellationToken(canceled: true)));
        }

        await turns.TakeAsync(() => Task.CompletedTask, CancellationToken.None);
    }
}
