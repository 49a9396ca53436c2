using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Books;

/// <summary>Finds out how instances are now: from this zone's records, and from the children that hold them, down to the hosts.</summary>
public sealed class InstanceLocator
{
    /// <summary>State of an instance whose zone cannot be asked.</summary>
    public const string Unknown = "Unknown";

    private readonly ChildZoneRegistry _registry;
    private readonly IChildZoneClient _client;
    private readonly ZoneIdentity _identity;
    private readonly FederationOptions _options;

    internal InstanceLocator(ChildZoneRegistry registry, IChildZoneClient client, ZoneIdentity identity, IOptions<FederationOptions> options)
    {
        _registry = registry;
        _client = client;
        _identity = identity;
        _options = options.Value;
    }

    /// <summary>How these are now, in the same order. Children are asked in parallel; changes nothing.</summary>
    /// <param name="instances">As this zone recorded them.</param>
    /// <param name="timeout">Longest wait for a child; also bounded by <see cref="FederationOptions.ChildTimeout"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<LocatedInstance>> LocateAsync(IReadOnlyList<Instance> instances, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instances);
        var limit = timeout < _options.ChildTimeout ? timeout : _options.ChildTimeout;
        var asked = await Task.WhenAll(instances
            .Where(i => i.ChildZoneId is not null)
            .GroupBy(i => i.ChildZoneId!.Value)
            .SelectMany(group => group.Chunk(ReconcileBody.MaxInstances).Select(chunk => AskAsync(group.Key, chunk, limit, cancellationToken)))).ConfigureAwait(false);
        var located = asked.SelectMany(a => a).ToDictionary(l => l.Instance.Id);
        return [.. instances.Select(i => located.GetValueOrDefault(i.Id) ?? Recorded(i))];
    }

    private static LocatedInstance Recorded(Instance instance, string? reason = null) =>
        new(instance, instance.State.ToString(), instance.ZonePath, instance.HostName, reason);

    private async Task<IEnumerable<LocatedInstance>> AskAsync(Guid childZoneId, Instance[] instances, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_registry.Find(childZoneId) is not { } state)
        {
            return instances.Select(i => NotKnown(i, "its child zone was removed here"));
        }

        switch (state.Health)
        {
            case ChildHealth.Disabled:
                return instances.Select(i => NotKnown(i, $"child zone {state.Child.Name} is switched off here"));
            case ChildHealth.Offline or ChildHealth.Unknown:
                return instances.Select(i => NotKnown(i, $"child zone {state.Child.Name} does not answer"));
        }

        var body = new ReconcileBody
        {
            ZoneId = _identity.Id,
            InstanceIds = [.. instances.Select(i => i.Id)],
            Live = true,
            DeadlineMs = Math.Max(1, (int)(timeout.TotalMilliseconds * 0.9)),
        };
        switch (await _client.ReconcileAsync(state.Child, body, timeout, cancellationToken).ConfigureAwait(false))
        {
            case ChildReply<ReconcileResponse>.Answered(var answer):
                var there = (answer.Instances.IsDefault ? [] : answer.Instances).DistinctBy(h => h.Id).ToDictionary(h => h.Id);
                return instances.Select(i => Merge(state.Child, i, there.GetValueOrDefault(i.Id)));
            case ChildReply<ReconcileResponse>.Refused:
                // It is there and cannot be asked this, being older or not trusting us: the record stands.
                return instances.Select(i => Recorded(i));
            default:
                return instances.Select(i => NotKnown(i, $"child zone {state.Child.Name} did not answer in time"));
        }
    }

    /// <summary>What this zone wants of it counts before what the child says: one to be given back is not placed.</summary>
    private static LocatedInstance Merge(ChildZone child, Instance instance, HeldInstance? there) => (instance.State, there) switch
    {
        (InstanceState.Claiming or InstanceState.Releasing, _) => Recorded(instance),
        (_, null) => new LocatedInstance(instance, nameof(InstanceState.Lost), instance.ZonePath, instance.HostName, $"child zone {child.Name} answers and does not hold it"),
        _ => new LocatedInstance(instance, there.State, ZonePath.JoinKept(child.Name, there.Zone), there.Host ?? instance.HostName, there.Reason),
    };

    private static LocatedInstance NotKnown(Instance instance, string reason) => instance.State switch
    {
        InstanceState.Releasing => Recorded(instance, $"{reason}; it is given back when that zone answers"),
        InstanceState.Claiming => Recorded(instance, reason),
        _ => new LocatedInstance(instance, Unknown, instance.ZonePath, instance.HostName, reason),
    };
}

/// <summary>How an instance is now.</summary>
/// <param name="Instance">The record of this zone.</param>
/// <param name="State">Placed, Claiming, Releasing, Lost, or <see cref="InstanceLocator.Unknown"/>.</param>
/// <param name="ZonePath">Where it is, from this zone down.</param>
/// <param name="HostName">Its host, if that is told.</param>
/// <param name="Reason">Why it is Lost or Unknown, or what keeps it from being given back; else null.</param>
public sealed record LocatedInstance(Instance Instance, string State, string ZonePath, string? HostName, string? Reason);
