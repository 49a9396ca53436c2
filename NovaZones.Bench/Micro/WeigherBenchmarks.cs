using BenchmarkDotNet.Attributes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Columns;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Bench.Micro;

/// <summary>One weigher over a fleet of 4,096 hosts: exactly, host by host, and as the estimate that a block gets in columns.</summary>
public class WeigherBenchmarks
{
    // Between the scores that whole numbers of processors give, so that an estimate's last bits do not decide.
    private const float Bar = 0.497f;

    private readonly Candidate _candidate = new();
    private FleetSnapshot _fleet = FleetSnapshot.Empty;
    private PlacementContext _context = null!;
    private LinearScore _linear = null!;
    private ulong[][] _fitting = [];

    /// <summary>Weighers that have a column form.</summary>
    public static IEnumerable<string> Names { get; } = [FreeShareWeigher.Ram, FreeShareWeigher.Cpu, "resource:DISK_GB", BestFitWeigher.WeigherName];

    /// <summary>Name of the weigher.</summary>
    [ParamsSource(nameof(Names))]
    public string Weigher { get; set; } = FreeShareWeigher.Ram;

    /// <summary>Makes the fleet and a policy of this weigher alone.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _fleet = MicroFleet.Build();
        _context = MicroFleet.Context(MicroFleet.RequestJson, Weigher, _fleet);
        _linear = LinearScore.Of(_context);
        _fitting = [.. _fleet.Blocks.ToArray().Select(Fitting)];
    }

    /// <summary>Hosts whose score is at least nearly a half, scored one by one.</summary>
    [Benchmark(Baseline = true)]
    public int Scalar()
    {
        var above = 0;
        for (var i = 0; i < _fitting.Length; i++)
        {
            var block = _fleet.Blocks[i];
            foreach (var row in RowSet.Each(_fitting[i]))
            {
                _candidate.MoveTo(block.Hosts[row]!);
                above += Score.Of(_context, _candidate) >= Bar ? 1 : 0;
            }
        }

        return above;
    }

    /// <summary>Hosts whose estimate is at least nearly a half, a block at once.</summary>
    [Benchmark]
    public int Columns()
    {
        Span<ulong> reaching = stackalloc ulong[RowSet.Words];
        Span<float> estimates = stackalloc float[RowSet.Rows];
        var above = 0;
        for (var i = 0; i < _fitting.Length; i++)
        {
            if (_linear.TryEstimate(_fleet.Blocks[i], estimates))
            {
                Estimates.Reaching(estimates, Bar, reaching);
                above += RowSet.CountCommon(reaching, _fitting[i]);
            }
        }

        return above;
    }

    /// <summary>Rows on which the request fits: an estimate says nothing of others.</summary>
    private ulong[] Fitting(FleetBlock block)
    {
        var rows = new ulong[RowSet.Words];
        foreach (var row in RowSet.Each(block.Present))
        {
            RowSet.Put(rows, row, ResourceFit.Fits(_context.Request, block.Hosts[row]!));
        }

        return rows;
    }
}
