using System.Diagnostics.Metrics;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Telemetry;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Telemetry;

/// <summary>What the zone holds at the moment when somebody asks: hosts, capacity, child zones, waiting requests.</summary>
internal sealed class ZoneGauges : IHostedService, IDisposable
{
    /// <summary>Resource classes that are told at most, in order of their names: hosts may invent classes.</summary>
    public const int MostClasses = 64;

    private readonly Meter _meter = new(ZoneMetrics.MeterName);
    private readonly ZoneOverview _overview;
    private readonly ChildZoneRegistry _children;
    private readonly PendingBook _pending;

    public ZoneGauges(ZoneOverview overview, ChildZoneRegistry children, PendingBook pending)
    {
        _overview = overview;
        _children = children;
        _pending = pending;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge("novazones.hosts", Hosts, "{host}", "Hosts of this zone and below by state");
        _meter.CreateObservableGauge("novazones.capacity", () => Classes(r => r.Capacity), description: "Capacity by resource class, in the class's unit, this zone and below");
        _meter.CreateObservableGauge("novazones.used", () => Classes(r => r.Used), description: "Use by resource class, in the class's unit, this zone and below");
        _meter.CreateObservableGauge("novazones.largest.free", () => Classes(r => r.LargestFree), description: "Largest free amount on one host by resource class, in the class's unit");
        _meter.CreateObservableGauge("novazones.children", Children, "{zone}", "Child zones by health");
        _meter.CreateObservableGauge("novazones.pending", () => _pending.Count, "{request}", "Requests that are stored to be placed later");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Hosts()
    {
        var hosts = _overview.Current().Summary.Hosts;
        yield return new Measurement<long>(hosts.Up, new KeyValuePair<string, object?>("state", "up"));
        yield return new Measurement<long>(hosts.Down, new KeyValuePair<string, object?>("state", "down"));
        yield return new Measurement<long>(hosts.Disabled, new KeyValuePair<string, object?>("state", "disabled"));
    }

    private IEnumerable<Measurement<long>> Classes(Func<ResourceSummary, long> figure) => _overview.Current().Summary.Resources
        .OrderBy(r => r.Key, StringComparer.Ordinal)
        .Take(MostClasses)
        .Select(r => new Measurement<long>(figure(r.Value), new KeyValuePair<string, object?>("class", r.Key)));

    private IEnumerable<Measurement<long>> Children()
    {
        var counts = _children.All.CountBy(s => s.Health).ToDictionary();
        return Enum.GetValues<ChildHealth>().Select(h => new Measurement<long>(counts.GetValueOrDefault(h), new KeyValuePair<string, object?>("health", h.ToString().ToLowerInvariant())));
    }
}
