using BenchmarkDotNet.Attributes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Bench.Micro;

/// <summary>One filter over a fleet of 4,096 hosts: host by host, and block by block in columns.</summary>
public class FilterBenchmarks
{
    private readonly Candidate _candidate = new();
    private FleetSnapshot _fleet = FleetSnapshot.Empty;
    private PlacementContext _context = null!;
    private IColumnFilter _filter = null!;
    private FilterTally _tally = null!;

    /// <summary>Filters measured: those to which <see cref="MicroFleet.RequestJson"/> gives something to do.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        HostStateFilter.FilterName, ResourcesFilter.FilterName, TraitsFilter.FilterName, CapabilitiesFilter.FilterName, JsonQueryFilter.FilterName,
        AvailabilityZoneFilter.FilterName, AggregatesFilter.FilterName, ServerGroupFilter.FilterName,
    ];

    /// <summary>Name of the filter.</summary>
    [ParamsSource(nameof(Names))]
    public string Filter { get; set; } = ResourcesFilter.FilterName;

    /// <summary>Makes the fleet and finds the filter.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _fleet = MicroFleet.Build();
        _context = MicroFleet.Context(MicroFleet.RequestJson, null, _fleet);
        _filter = (IColumnFilter)_context.Policy.Filters.Single(f => f.Name == Filter);
        _tally = new FilterTally(_filter);
    }

    /// <summary>Hosts that pass, asked one by one.</summary>
    [Benchmark(Baseline = true)]
    public int Scalar()
    {
        var passed = 0;
        foreach (var block in _fleet.Blocks)
        {
            foreach (var row in RowSet.Each(block.Present))
            {
                _candidate.MoveTo(block.Hosts[row]!);
                passed += _filter.Evaluate(_context, _candidate).Passed ? 1 : 0;
            }
        }

        return passed;
    }

    /// <summary>Hosts that pass, a block at once.</summary>
    [Benchmark]
    public int Columns()
    {
        Span<ulong> remaining = stackalloc ulong[RowSet.Words];
        var passed = 0;
        foreach (var block in _fleet.Blocks)
        {
            block.Present.CopyTo(remaining);
            var scan = new FilterScan(_context, block, remaining, block.Present, _tally);
            _filter.Scan(ref scan);
            passed += RowSet.Count(remaining);
        }

        return passed;
    }
}
