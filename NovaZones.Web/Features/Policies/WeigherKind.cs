namespace NovaZones.Web.Features.Policies;

/// <summary>Weighers whose name holds what they grade.</summary>
public enum WeigherKind
{
    /// <summary><c>resource:CLASS</c>.</summary>
    Resource,

    /// <summary><c>capability:NAME[LOW..HIGH]</c>.</summary>
    Capability,

    /// <summary><c>spread:CAPABILITY</c>.</summary>
    Spread,
}
