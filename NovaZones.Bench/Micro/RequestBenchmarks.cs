using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.DataProtection;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;
using NovaZones.Web.Federation;

namespace NovaZones.Bench.Micro;

/// <summary>The small steps of one request, each alone.</summary>
public class RequestBenchmarks
{
    private readonly PlacementRequestParser _parser = new(new PlacementLimits());
    private readonly Candidate _candidate = new();
    private readonly byte[] _body = Encoding.UTF8.GetBytes(MicroFleet.RequestJson);
    private readonly byte[] _report = Encoding.UTF8.GetBytes(MicroFleet.NestedReportJson);
    private readonly CapabilityExpression _expression = CapabilityExpression.Parse("<or> r1 <or> r2 <or> r3");
    private FleetSnapshot _fleet = FleetSnapshot.Empty;
    private PlacementRequest _request = null!;
    private PlacementRequest _nested = null!;
    private Host _host = null!;
    private Host _nestedHost = null!;
    private CapabilityValue _rack;
    private DataProtectionPlanSealer _sealer = null!;
    private SealedPlan _plan = null!;
    private string _sealed = "";

    /// <summary>Makes what the steps work on, and checks that each has its full work to do.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _fleet = MicroFleet.Build();
        _request = MicroFleet.Parse(MicroFleet.RequestJson);
        _nested = MicroFleet.Parse(MicroFleet.NestedRequestJson);
        _nestedHost = MicroFleet.Host("nested", MicroFleet.NestedReportJson);
        _host = _fleet.Hosts.First(h => _request.Query!.Evaluate(new HostOnly(h)) && _expression.Evaluate(h.Capabilities["rack"]).Passed);
        _rack = _host.Capabilities["rack"];
        _candidate.MoveTo(_host);
        _sealer = new DataProtectionPlanSealer(new EphemeralDataProtectionProvider(), TimeProvider.System);
        _plan = PlanOf(Planner.Plan(_fleet, MicroFleet.Context(MicroFleet.RequestJson, "ram"), 10).Slots);
        _sealed = _sealer.Seal(_plan);
        if (ResourceFit.Arrange(_nested, _nestedHost) is null || _plan.Slots.Length != 10 || _sealer.Open(_sealed, out _) != PlanOpening.Opened)
        {
            throw new InvalidOperationException("The fleet of the small benchmarks does not serve their requests.");
        }
    }

    /// <summary>From the bytes of a body to a checked request with its digest.</summary>
    [Benchmark]
    public PlacementRequest? ParseRequest()
    {
        using var document = JsonDocument.Parse(_body);
        return _parser.TryRead(document.RootElement, out var request, out _) ? request : null;
    }

    /// <summary>From the bytes of a report with twelve nested providers to a checked report.</summary>
    [Benchmark]
    public HostReport? ParseReport()
    {
        using var document = JsonDocument.Parse(_report);
        return HostReportParser.TryParse(document.RootElement, "nested", out var report, out _) ? report : null;
    }

    /// <summary>A query of three conditions on one host.</summary>
    [Benchmark]
    public bool EvaluateQuery() => _request.Query!.Evaluate(_candidate);

    /// <summary>A capability expression of three choices on one value.</summary>
    [Benchmark]
    public bool EvaluateExpression() => _expression.Evaluate(_rack).Passed;

    /// <summary>Plain classes on a host without nested providers.</summary>
    [Benchmark]
    public bool FitPlain() => ResourceFit.Fits(_request, _host);

    /// <summary>Four isolated groups, three of them below one NUMA node, on a host of eight GPUs.</summary>
    [Benchmark]
    public bool FitNestedGroups() => ResourceFit.Fits(_nested, _nestedHost);

    /// <summary>The next version of a fleet of 4,096 hosts once one of them changed.</summary>
    [Benchmark]
    public FleetSnapshot SnapshotWith() => _fleet.With(_host);

    /// <summary>A plan of ten slots sealed for travel.</summary>
    [Benchmark]
    public string SealPlan() => _sealer.Seal(_plan);

    /// <summary>The same plan opened again.</summary>
    [Benchmark]
    public PlanOpening OpenPlan() => _sealer.Open(_sealed, out _);

    private SealedPlan PlanOf(ImmutableArray<Slot> slots) => new()
    {
        PlanId = Guid.CreateVersion7(),
        ZoneId = Guid.CreateVersion7(),
        Caller = "parent",
        ExpiresAt = DateTimeOffset.MaxValue,
        RequestJson = _request.Json,
        Weights = PlacementRequest.NoWeights.Add("ram", 1),
        Slots = slots,
        Children = [],
        Sequence = [.. slots.Select(_ => -1)],
        Scores = [.. slots.Select(s => s.Score)],
    };

    private readonly struct HostOnly(Host host) : IQueryFacts
    {
        public bool TryGet(QueryVariable variable, out CapabilityValue value) => HostFacts.TryGet(host, variable, out value);
    }
}
