using System.Diagnostics.Metrics;

namespace NovaZones.Core.Telemetry;

/// <summary>What a zone counts and times. Labels come from small fixed sets: no name of a host, a tenant or a request.</summary>
public static class ZoneMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "NovaZones";

    private static readonly Meter _meter = new(MeterName);
    private static readonly Counter<long> _placements = _meter.CreateCounter<long>("novazones.placements", "{request}", "Placement requests by how they ended");
    private static readonly Histogram<double> _placementTime = _meter.CreateHistogram(
        "novazones.placement.duration", "s", "Time from a placement request to its answer", advice: Seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10));
    private static readonly Counter<long> _questions = _meter.CreateCounter<long>("novazones.child.questions", "{question}", "Questions to child zones by kind and how they ended");
    private static readonly Histogram<double> _questionTime = _meter.CreateHistogram(
        "novazones.child.duration", "s", "Time from a question to a child zone to its answer or end", advice: Seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5));
    private static readonly Histogram<double> _commitTime = _meter.CreateHistogram(
        "novazones.ledger.commit.duration", "s", "Time to make one group of decisions durable", advice: Seconds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5));
    private static readonly Histogram<long> _groupSize = _meter.CreateHistogram(
        "novazones.ledger.group.size", "{decision}", "Decisions made durable by one commit", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    /// <summary>A placement request was answered.</summary>
    /// <param name="outcome">How, in one word.</param>
    /// <param name="elapsed">Time that it took.</param>
    public static void Placed(string outcome, TimeSpan elapsed)
    {
        var label = new KeyValuePair<string, object?>("outcome", outcome);
        _placements.Add(1, label);
        _placementTime.Record(elapsed.TotalSeconds, label);
    }

    /// <summary>A question to a child ended.</summary>
    /// <param name="kind">What was asked, in one word.</param>
    /// <param name="outcome">How it ended, in one word.</param>
    /// <param name="elapsed">Time that it took.</param>
    public static void Asked(string kind, string outcome, TimeSpan elapsed)
    {
        var what = new KeyValuePair<string, object?>("kind", kind);
        _questions.Add(1, what, new KeyValuePair<string, object?>("outcome", outcome));
        _questionTime.Record(elapsed.TotalSeconds, what);
    }

    /// <summary>A group of decisions is durable.</summary>
    /// <param name="decisions">How many.</param>
    /// <param name="elapsed">Time that its commit took.</param>
    public static void Committed(int decisions, TimeSpan elapsed)
    {
        _commitTime.Record(elapsed.TotalSeconds);
        _groupSize.Record(decisions);
    }

    private static InstrumentAdvice<double> Seconds(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
