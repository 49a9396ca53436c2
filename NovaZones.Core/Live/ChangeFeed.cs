using System.Collections.Immutable;

namespace NovaZones.Core.Live;

/// <summary>Tells whoever listens that something changed, and how often; carries no data.</summary>
/// <remarks>
/// Thread-safe, never blocks the publisher. A subscriber waits for the next change, does its work, and on returning finds at once
/// what was published meanwhile: changes coalesce by topic, so a slow reader falls behind by at most one batch.
/// </remarks>
public sealed class ChangeFeed
{
    private ImmutableArray<FeedSubscription> _subscriptions = [];

    /// <summary>Number of listeners, for tests of leaks and for metrics.</summary>
    public int SubscriberCount => _subscriptions.Length;

    /// <summary>Says that a topic changed.</summary>
    public void Publish(ChangeTopic topic)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Offer(topic);
        }
    }

    /// <summary>Starts listening; dispose to stop.</summary>
    /// <param name="topics">Those that are of interest; a change of any other wakes nobody. None for all.</param>
    public FeedSubscription Subscribe(params ReadOnlySpan<ChangeTopic> topics)
    {
        var subscription = new FeedSubscription(this, topics);
        ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Add(added), subscription);
        return subscription;
    }

    internal void Remove(FeedSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, (all, gone) => all.Remove(gone), subscription);
}
