namespace NovaZones.Core.Query;

/// <summary>A capability expression's answer about one value; the default passes.</summary>
/// <param name="Reason">Null when passed, else one of <see cref="CapabilityReasons"/>.</param>
public readonly record struct CapabilityVerdict(string? Reason)
{
    /// <summary>The value is what was asked for.</summary>
    public static CapabilityVerdict Pass => default;

    /// <summary>Whether the value is what was asked for.</summary>
    public bool Passed => Reason is null;

    internal static CapabilityVerdict Of(bool passed) => passed ? Pass : new CapabilityVerdict(CapabilityReasons.Mismatch);
}
