namespace NovaZones.Core.Placement.Weighers;

/// <summary>Makes shares that are always within 0..1.</summary>
internal static class Share
{
    /// <summary>part ÷ whole, held within 0..1; 0 when the whole is not above 0.</summary>
    public static double Of(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0;
}
