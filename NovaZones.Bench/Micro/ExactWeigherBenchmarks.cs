using BenchmarkDotNet.Attributes;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;
using NovaZones.Core.Placement.Weighers;

namespace NovaZones.Bench.Micro;

/// <summary>Weighers that have no column form, on 64 hosts: what grading the leading hosts exactly costs.</summary>
public class ExactWeigherBenchmarks
{
    private const int Graded = 64;

    private readonly Candidate _candidate = new();
    private Host[] _hosts = [];
    private PlacementContext _context = null!;

    /// <summary>Weighers measured.</summary>
    public static IEnumerable<string> Names { get; } = [FragmentationWeigher.WeigherName, DotProductWeigher.WeigherName, BalanceWeigher.WeigherName];

    /// <summary>Name of the weigher.</summary>
    [ParamsSource(nameof(Names))]
    public string Weigher { get; set; } = BalanceWeigher.WeigherName;

    /// <summary>Makes the hosts: those on which the request fits, since no others are graded.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var fleet = MicroFleet.Build();
        _context = MicroFleet.Context(MicroFleet.RequestJson, Weigher, fleet);
        _hosts = [.. fleet.Hosts.Where(h => ResourceFit.Fits(_context.Request, h)).Take(Graded)];
    }

    /// <summary>Sum of the scores.</summary>
    [Benchmark]
    public double Scalar()
    {
        var sum = 0.0;
        foreach (var host in _hosts)
        {
            _candidate.MoveTo(host);
            sum += Score.Of(_context, _candidate);
        }

        return sum;
    }
}
