using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Core.Claims;

/// <summary>Instances that parents gave back before their claims came: a claim that was held up on its way must not take what nobody waits for.</summary>
/// <remarks>
/// Kept in memory for as long as a plan may still be claimed; asked inside ledger decisions. What slips through, since a restart forgets
/// and replicas do not share, is found when both sides' records are compared. Thread-safe.
/// </remarks>
internal sealed class WithdrawnClaims(IOptions<FederationOptions> options, TimeProvider time)
{
    /// <summary>Beyond the plan's life: a claim that was begun in time is brought to its end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private const int MaxKept = 100_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _until = new();
    private readonly ConcurrentQueue<Guid> _order = new();

    public bool Contains(Guid instanceId) => _until.TryGetValue(instanceId, out var until) && time.GetUtcNow() < until;

    public void Add(IEnumerable<Guid> instanceIds)
    {
        var now = time.GetUtcNow();
        foreach (var id in instanceIds)
        {
            if (_until.TryAdd(id, now + options.Value.PlanLifetime + Margin))
            {
                _order.Enqueue(id);
            }
        }

        while (_order.TryPeek(out var oldest) && (_order.Count > MaxKept || !_until.TryGetValue(oldest, out var until) || until <= now) && _order.TryDequeue(out var gone))
        {
            _until.TryRemove(gone, out _);
        }
    }
}
