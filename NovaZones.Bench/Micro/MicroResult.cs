namespace NovaZones.Bench.Micro;

/// <summary>What one small benchmark gave.</summary>
/// <param name="Name">Class, method and parameters.</param>
/// <param name="Nanoseconds">Median of one call.</param>
/// <param name="AllocatedBytes">Allocated by one call.</param>
/// <param name="Ratio">Median of the scalar form ÷ median, where there are both; else null.</param>
internal sealed record MicroResult(string Name, double Nanoseconds, long AllocatedBytes, double? Ratio);
