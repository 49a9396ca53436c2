using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Groups;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>Lets requests of one group, whose bounded spread goes over several zones, through one after another.</summary>
/// <remarks>
/// Each decides with the members that the zones tell of, and no ledger sees those of all. Two at once could each take the last place in
/// the same domain in different zones. Only requests of that group wait, and none past its deadline.
/// </remarks>
internal sealed class SpreadGate(TreePlanner planner, TimeProvider time)
{
    private readonly KeyedGate _gate = new();

    /// <summary>What a request says that waited until its deadline.</summary>
    public const string Late = "other requests of the same server group took until the deadline";

    /// <summary>Waits for the others; null when the deadline came first.</summary>
    /// <param name="context">What is asked.</param>
    /// <param name="deadlineAt">When the answer is due, UTC.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IDisposable?> EnterAsync(PlacementContext context, DateTimeOffset deadlineAt, CancellationToken cancellationToken)
    {
        if (context.Request.Group is not { Policy: GroupPolicy.Spread } group || !planner.SpreadsOverZones(context))
        {
            return Open.Pass;
        }

        var left = deadlineAt - time.GetUtcNow();
        using var late = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await _gate.EnterAsync(group.Key, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private sealed class Open : IDisposable
    {
        public static Open Pass { get; } = new();

        public void Dispose()
        {
        }
    }
}
