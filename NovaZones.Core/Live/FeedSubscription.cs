using System.Runtime.CompilerServices;

namespace NovaZones.Core.Live;

/// <summary>One listener of a <see cref="ChangeFeed"/>. One reader at a time.</summary>
public sealed class FeedSubscription : IDisposable
{
    private readonly ChangeFeed _feed;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly int _wanted;
    private int _pending;

    internal FeedSubscription(ChangeFeed feed, ReadOnlySpan<ChangeTopic> topics)
    {
        _feed = feed;
        foreach (var topic in topics)
        {
            _wanted |= 1 << (int)topic;
        }

        _wanted = topics.IsEmpty ? ~0 : _wanted;
    }

    internal void Offer(ChangeTopic topic)
    {
        if ((_wanted & (1 << (int)topic)) == 0)
        {
            return;
        }

        // Only the first change since the last read needs to wake the reader.
        if (Interlocked.Or(ref _pending, 1 << (int)topic) == 0)
        {
            try
            {
                _signal.Release();
            }
            catch (SemaphoreFullException)
            {
                // The reader was already woken and has not looked yet; it will see this topic, too.
            }
            catch (ObjectDisposedException)
            {
                // Disposed between reading the list and offering: nobody listens any more.
            }
        }
    }

    /// <summary>Yields the set of topics that changed since the last round, waiting when there are none.</summary>
    /// <param name="quiet">Least time between two rounds, so that a storm of changes costs one refresh each; zero for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the loop with <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<IReadOnlySet<ChangeTopic>> ReadAsync(TimeSpan quiet, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            var bits = Interlocked.Exchange(ref _pending, 0);
            var topics = Enum.GetValues<ChangeTopic>().Where(t => (bits & (1 << (int)t)) != 0).ToHashSet();
            if (topics.Count > 0)
            {
                yield return topics;
            }

            if (quiet > TimeSpan.Zero)
            {
                await Task.Delay(quiet, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Remove(this);
        _signal.Dispose();
    }
}
