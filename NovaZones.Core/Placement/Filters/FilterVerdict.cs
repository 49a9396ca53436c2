namespace NovaZones.Core.Placement.Filters;

/// <summary>What a filter says of a host.</summary>
/// <param name="Reason">Why it was rejected, a constant <c>area.what-happened</c>; null when it passed.</param>
internal readonly record struct FilterVerdict(string? Reason)
{
    /// <summary>The host may stay.</summary>
    public static FilterVerdict Pass => default;

    /// <summary>Whether the host may stay.</summary>
    public bool Passed => Reason is null;

    /// <summary>The host is out.</summary>
    public static FilterVerdict Reject(string reason) => new(reason);
}
