using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Lanes;

/// <summary>A domain of a spread, told without its value: 64 bits that depend on what is asked and on the value alone.</summary>
/// <remarks>
/// Zones that are asked the same give the same value the same key, so that a parent can tell that two children mean one domain; the
/// next request's keys tell nothing about this one's.
/// </remarks>
internal static class DomainKey
{
    /// <summary>The key of hosts that lack the capability.</summary>
    public const ulong None = 0;

    /// <summary>The key of a value; never <see cref="None"/>.</summary>
    /// <param name="seed">Depends on the request and the capability.</param>
    /// <param name="value">The value; equal values have equal keys.</param>
    public static ulong Of(ulong seed, CapabilityValue value) => Hash(seed, value) is var key and not None ? key : 1;

    /// <summary>One key for a domain on each of several axes; of one axis, its own.</summary>
    public static ulong Of(ReadOnlySpan<ulong> domains)
    {
        var key = domains[0];
        foreach (var domain in domains[1..])
        {
            key = StableHash.Of(key, domain);
        }

        return key;
    }

    private static ulong Hash(ulong seed, CapabilityValue value)
    {
        var kind = StableHash.Mix(seed ^ ((ulong)value.Kind + 1));
        switch (value.Kind)
        {
            case CapabilityKind.Text:
                return StableHash.Of(kind, value.Text);
            case CapabilityKind.Number:
                // Zero has two signs, which are one value.
                return StableHash.Of(kind, BitConverter.DoubleToUInt64Bits(value.Number + 0.0));
            case CapabilityKind.Boolean:
                return StableHash.Of(kind, value.Boolean ? 2UL : 1UL);
            default:
                foreach (var item in value.Items)
                {
                    kind = StableHash.Of(kind, Hash(seed, item));
                }

                return StableHash.Of(kind, (ulong)value.Items.Length);
        }
    }
}
