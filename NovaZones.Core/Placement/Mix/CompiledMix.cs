using System.Collections.Immutable;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Placement.Mix;

/// <summary>A mix made ready for grading hosts: what a host is worth to the typical requests, and what a placement takes from that.</summary>
/// <remarks>
/// <para>
/// The worth of a host is Σ popularity × (size × (fluid + usable) ÷ 2 + √whole ÷ 4) over the typical requests m that it accepts and of
/// which at least one instance fits, divided by the sum of their popularities in the mix. <b>usable</b>: instances that the free amounts
/// of those devices make which can take a portion of m, whatever else is missing: the complement of the fragmentation of Weng et al.,
/// <i>Beware of Fragmentation</i>, ATC 2023, section 4. <b>fluid</b>: the same, but no more than the other classes (processors, memory)
/// allow: a device without processors beside it is no capacity. <b>whole</b>: whole instances that fit; by the root the first ones count
/// more than the tenth, so that a host stays open to many kinds. <b>size</b>: instances of different size count by what they ask.
/// </para>
/// <para>
/// When any typical request asks for devices (groups), only such requests are counted: devices are what fragments. Otherwise all are,
/// with usable = fluid. Worth never grows by placing.
/// </para>
/// </remarks>
internal sealed class CompiledMix
{
    private const int StackCells = 512;

    private readonly string[] _classes;
    private readonly ImmutableArray<MixShape> _shapes;
    private readonly double _popularity;

    public CompiledMix(ImmutableArray<MixEntry> entries)
    {
        _classes =
        [
            .. entries.SelectMany(e => e.Request.Resources.Concat(e.Request.Groups.SelectMany(g => g.Resources)))
                .Select(r => r.ResourceClass).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        var all = entries.Select(e => new MixShape(e.Request, e.Popularity, _classes)).ToList();
        var withDevices = all.Where(s => s.Portions > 0).ToList();
        _shapes = [.. withDevices.Count > 0 ? withDevices : all];
        _popularity = _shapes.Sum(s => s.Popularity);
        foreach (var shape in _shapes)
        {
            shape.Size = Scarce(shape).Max(d => d.Amount / MeanOf(d.Class));
        }
    }

    /// <summary>Shares already found; part of the mix, since they are good for no other.</summary>
    public MixShareCache Shares { get; } = new();

    public bool IsEmpty => _shapes.IsEmpty;

    /// <summary>Worth of the host as it is, in typical requests.</summary>
    public double WorthOf(Host host) => WorthAfter(host, []);

    /// <summary>Worth of the host once these parts are taken, in typical requests.</summary>
    public double WorthAfter(Host host, ImmutableArray<AllocationPart> taken)
    {
        if (IsEmpty)
        {
            return 0;
        }

        var providers = host.Providers;
        var cells = providers.Length * _classes.Length;
        var free = cells <= StackCells ? stackalloc long[cells] : new long[cells];
        Span<long> largest = stackalloc long[_classes.Length];
        for (var c = 0; c < _classes.Length; c++)
        {
            for (var p = 0; p < providers.Length; p++)
            {
                var index = providers[p].IndexOf(_classes[c]);
                free[(c * providers.Length) + p] = index < 0 ? 0 : Math.Max(0, providers[p].Inventories[index].Free);
            }
        }

        foreach (var part in taken)
        {
            var c = Array.IndexOf(_classes, part.ResourceClass);
            if (c >= 0)
            {
                ref var cell = ref free[(c * providers.Length) + host.IndexOfProvider(part.ProviderId)];
                cell = Math.Max(0, cell - part.Amount);
            }
        }

        for (var c = 0; c < _classes.Length; c++)
        {
            foreach (var amount in free.Slice(c * providers.Length, providers.Length))
            {
                largest[c] = Math.Max(largest[c], amount);
            }
        }

        var worth = 0.0;
        foreach (var shape in _shapes)
        {
            worth += shape.Popularity * (shape.Portions > 0 ? DeviceWorth(shape, host, free, largest) : LooseWorth(shape, host, largest));
        }

        return worth / _popularity;
    }

    private static double DeviceWorth(MixShape shape, Host host, ReadOnlySpan<long> free, ReadOnlySpan<long> largest)
    {
        if (!Looses(shape, largest, out var looseFluid, out var looseWhole) || largest[shape.Portion[0].Class] < shape.Portion[0].Amount || !shape.Accepts(host))
        {
            return 0;
        }

        var devices = 0;
        var portions = 0L;
        var usable = 0.0;
        if (shape.TakesAnyDevice)
        {
            var (c, amount) = shape.Portion[0];
            var sum = 0L;
            foreach (var there in free.Slice(c * host.Providers.Length, host.Providers.Length))
            {
                if (there >= amount)
                {
                    devices++;
                    sum += there;
                    portions += Quotient(there, amount);
                }
            }

            usable = (double)sum / amount;
        }
        else
        {
            for (var p = 0; p < host.Providers.Length; p++)
            {
                var fluid = double.PositiveInfinity;
                var whole = long.MaxValue;
                foreach (var (c, amount) in shape.Portion)
                {
                    var there = free[(c * host.Providers.Length) + p];
                    fluid = Math.Min(fluid, (double)there / amount);
                    whole = Math.Min(whole, Quotient(there, amount));
                }

                if (whole > 0 && shape.AcceptsDevice(host.Providers[p]))
                {
                    devices++;
                    usable += fluid;
                    portions += whole;
                }
            }
        }

        if ((shape.Isolated ? devices : portions) < shape.Portions)
        {
            return 0;
        }

        usable /= shape.Portions;
        return Value(shape, usable, Math.Min(usable, looseFluid), Math.Min(portions / shape.Portions, looseWhole));
    }

    private static double LooseWorth(MixShape shape, Host host, ReadOnlySpan<long> largest) =>
        Looses(shape, largest, out var fluid, out var whole) && shape.Accepts(host) ? Value(shape, fluid, fluid, whole) : 0;

    private static double Value(MixShape shape, double usable, double fluid, long whole) =>
        (shape.Size * (usable + fluid) / 2) + (Math.Sqrt(whole) / 4);

    /// <summary>How many instances the classes outside of devices allow; false when not even one.</summary>
    private static bool Looses(MixShape shape, ReadOnlySpan<long> largest, out double fluid, out long whole)
    {
        fluid = double.PositiveInfinity;
        whole = long.MaxValue;
        foreach (var (c, amount) in shape.Loose)
        {
            if (largest[c] < amount)
            {
                return false;
            }

            fluid = Math.Min(fluid, (double)largest[c] / amount);
            whole = Math.Min(whole, Quotient(largest[c], amount));
        }

        return true;
    }

    // Dividing 32 bits takes a fraction of the time of 64.
    private static long Quotient(long there, long amount) => (there | amount) <= uint.MaxValue ? (uint)there / (uint)amount : there / amount;

    private static IEnumerable<MixDemand> Scarce(MixShape shape) =>
        shape.Portions > 0 ? shape.Portion.Select(d => d with { Amount = d.Amount * shape.Portions }) : shape.Loose;

    /// <summary>What a request that asks for the class asks of it on average.</summary>
    private double MeanOf(int resourceClass)
    {
        var sum = 0.0;
        var popularity = 0.0;
        foreach (var shape in _shapes)
        {
            foreach (var demand in Scarce(shape).Where(d => d.Class == resourceClass))
            {
                sum += shape.Popularity * demand.Amount;
                popularity += shape.Popularity;
            }
        }

        return sum / popularity;
    }
}
