using NovaZones.Core.Placement;

namespace NovaZones.Core.Policies;

/// <summary>Bounds that a policy sets for each host. Null leaves one to the zone's settings, 0 means no bound.</summary>
public sealed record PolicyLimits
{
    /// <summary>Largest bound.</summary>
    public const int Most = 1_000_000;

    /// <summary>Every bound as in the zone's settings.</summary>
    public static PolicyLimits OfZone { get; } = new();

    /// <summary>Most instances on a host, for filter <c>NumInstances</c>; null: <c>Scheduler:MaxInstancesPerHost</c>.</summary>
    public int? MaxInstancesPerHost { get; init; }

    /// <summary>Concurrent builds from which on a host gets no more, for filter <c>IoOps</c>; null: <c>Scheduler:MaxIoOpsPerHost</c>.</summary>
    public int? MaxBuildsPerHost { get; init; }

    /// <summary>Most VCPU used on a host, for filter <c>MaxCores</c> and driver <c>simple</c>; null: <c>Scheduler:MaxCores</c>.</summary>
    public int? MaxCoresPerHost { get; init; }

    /// <summary>Everything that is wrong with the bounds.</summary>
    internal IEnumerable<Fault> Check()
    {
        foreach (var (field, bound) in new[] { ("maxInstancesPerHost", MaxInstancesPerHost), ("maxBuildsPerHost", MaxBuildsPerHost), ("maxCoresPerHost", MaxCoresPerHost) })
        {
            if (bound is < 0 or > Most)
            {
                yield return new Fault($"limits.{field}", $"must be 0 (no limit) to {Most}, or null for the zone's setting");
            }
        }
    }

    /// <summary>What counts: these bounds where they are set, else the zone's.</summary>
    internal HostLimits Over(HostLimits zone) =>
        new(MaxInstancesPerHost ?? zone.MaxInstances, MaxBuildsPerHost ?? zone.MaxIoOps, MaxCoresPerHost ?? zone.MaxCores);
}
