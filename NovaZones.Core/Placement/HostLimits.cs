namespace NovaZones.Core.Placement;

/// <summary>Bounds that count for each host of a zone in one decision; 0 means none.</summary>
/// <param name="MaxInstances">Most instances on a host.</param>
/// <param name="MaxIoOps">Number of concurrent builds from which on a host gets no more.</param>
/// <param name="MaxCores">Most VCPU used on a host, with driver <c>simple</c> or filter <c>MaxCores</c>.</param>
internal readonly record struct HostLimits(int MaxInstances, int MaxIoOps, int MaxCores);
