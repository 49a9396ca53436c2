namespace NovaZones.Core.Placement;

/// <summary>Bounds that a zone sets for each of its hosts; 0 means none.</summary>
/// <param name="MaxInstances">Most instances on a host.</param>
/// <param name="MaxIoOps">Number of concurrent builds from which on a host gets no more.</param>
/// <param name="MaxCores">Most VCPU used on a host by driver <c>simple</c>.</param>
internal readonly record struct HostLimits(int MaxInstances, int MaxIoOps, int MaxCores);
