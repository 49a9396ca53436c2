using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Placement;

/// <summary>How this zone schedules (section <c>Scheduler</c>).</summary>
public sealed class SchedulerOptions
{
    /// <summary>Way of choosing for policies that name none.</summary>
    /// <value><c>distributed</c> (default), <c>filter</c>, <c>simple</c>, <c>chance</c> or <c>availability-zone</c>.</value>
    [RegularExpression("^(distributed|filter|simple|chance|availability-zone)$", ErrorMessage = "Scheduler:Driver must be distributed, filter, simple, chance or availability-zone.")]
    public string Driver { get; set; } = Policies.Drivers.Distributed;

    /// <summary>Most instances on one host, for filter <c>NumInstances</c>.</summary>
    /// <value>0 (default, no limit) to 1000000.</value>
    [Range(0, 1_000_000)]
    public int MaxInstancesPerHost { get; set; }

    /// <summary>Concurrent builds from which on a host gets no more, for filter <c>IoOps</c>.</summary>
    /// <value>0 (default, no limit) to 1000000.</value>
    [Range(0, 1_000_000)]
    public int MaxIoOpsPerHost { get; set; }

    /// <summary>Most VCPU used on one host by driver <c>simple</c>.</summary>
    /// <value>0 (default, no limit) to 1000000.</value>
    [Range(0, 1_000_000)]
    public int MaxCores { get; set; }

    internal HostLimits HostLimits => new(MaxInstancesPerHost, MaxIoOpsPerHost, MaxCores);

    /// <summary>Silence after which a host counts as down.</summary>
    /// <value>1 s to 1 day; default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time within which a placement answers when the request sets none.</summary>
    /// <value>50 ms to 10 minutes; default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(5);
}
