namespace NovaZones.Core.Federation.History;

/// <summary>What a replica saw of a child while another one wrote the history.</summary>
internal static class HandedOver
{
    /// <summary>The longest between two replicas noticing the same change: each has connections and polls of its own.</summary>
    private static readonly TimeSpan _apart = TimeSpan.FromSeconds(10);

    /// <summary>The changes that the other did not write any more.</summary>
    /// <param name="seen">What was seen here, oldest first.</param>
    /// <param name="written">What is written, oldest first.</param>
    public static IEnumerable<ChildEvent> Unwritten(IReadOnlyList<ChildEvent> seen, IReadOnlyList<ChildEvent> written)
    {
        // Each written change stands for one that was seen, in the order of both; times differ a little.
        var next = 0;
        foreach (var change in seen)
        {
            var same = next;
            while (same < written.Count && (written[same].Health != change.Health || (written[same].At - change.At).Duration() > _apart))
            {
                same++;
            }

            if (same < written.Count)
            {
                next = same + 1;
            }
            else if (written.Count == 0 || change.At > written[^1].At)
            {
                yield return change;
            }
        }
    }
}
