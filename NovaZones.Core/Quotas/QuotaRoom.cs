namespace NovaZones.Core.Quotas;

/// <summary>How many more instances a tenant may have.</summary>
/// <param name="Count">As many.</param>
/// <param name="Limit">What limits them; null when nothing does.</param>
internal readonly record struct QuotaRoom(long Count, QuotaShortage? Limit)
{
    /// <summary>Nothing limits.</summary>
    public static QuotaRoom Unlimited { get; } = new(long.MaxValue, null);

    /// <summary>With room that becomes free in the same step.</summary>
    public QuotaRoom Plus(int more) => Limit is null ? this : this with { Count = Count + more };

    /// <summary>At most this many of a number.</summary>
    public int Of(int wanted) => (int)Math.Min(wanted, Count);

    /// <summary>The limit as told to somebody who needs at least this many instances.</summary>
    public QuotaShortage? For(int needed) => Limit is { } limit ? limit with { Asked = limit.Asked * needed } : null;
}
