namespace NovaZones.Core.Federation.History;

/// <summary>What a replica saw of a child while another one wrote the history.</summary>
internal static class HandedOver
{
    /// <summary>The longest between two replicas noticing the same change: each has connections and polls of its own.</summary>
    private static readonly TimeSpan _apart = TimeSpan.FromSeconds(10);

    /// <summary>The changes that the other did not write (yet).</summary>
    /// <param name="before">How the child was when both lists begin; null when nobody knew.</param>
    /// <param name="seen">What was seen here since then, oldest first.</param>
    /// <param name="written">What was written since then, oldest first.</param>
    /// <returns>What is left of what was seen, and how many of the written changes were found in it or before one that was.</returns>
    /// <remarks>
    /// Each written change stands for one that was seen, in the order of both; times differ a little. A child that flaps changes more often than
    /// that, so that times alone cannot tell one change from the next: both lists must begin at the same point.
    /// </remarks>
    public static (IReadOnlyList<ChildEvent> Left, int Found) Align(ChildHealth? before, IReadOnlyList<ChildEvent> seen, IReadOnlyList<ChildEvent> written)
    {
        var left = new List<ChildEvent>();
        var found = 0;
        foreach (var change in seen)
        {
            if (change.Health is ChildHealth.Unknown || change.Health == (left.Count > 0 ? left[^1].Health : found > 0 ? written[found - 1].Health : before))
            {
                continue; // a child that is not heard yet, or is found as it was left: neither is ever written
            }

            var same = found;
            while (same < written.Count && (written[same].Health != change.Health || (written[same].At - change.At).Duration() > _apart))
            {
                same++;
            }

            if (same < written.Count)
            {
                // What was seen before it and by nobody else is too late to tell.
                found = same + 1;
                left.Clear();
            }
            else
            {
                left.Add(change);
            }
        }

        if (written.Count > 0)
        {
            left.RemoveAll(change => change.At < written[^1].At - _apart);
        }

        return (left, found);
    }
}
