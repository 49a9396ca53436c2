using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>One trace leads from a caller through every zone to the claim at a leaf.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task Place_ThroughThreeLevels_IsOneTrace()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var root = await ZoneHost.StartAsync("Zone:Name=planet");
        await using var emea = await ZoneHost.StartAsync("Zone:Name=emea");
        await using var paris = await ZoneHost.StartAsync("Zone:Name=paris");
        await paris.ReportHostAsync("p1", """{"inventories":{"VCPU":4}}""");
        await emea.AddChildAsync("paris", paris);
        await root.AddChildAsync("emea", emea);

        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements") { Content = new StringContent("""{"resources":{"VCPU":1}}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await root.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);

        // The placement, and one call at each of the two zones below, which alone come into question; the deepest came through all three levels.
        await Eventually.IsTrueAsync(() => Levels(spans, trace).Count >= 3);
        Assert.Equal([1, 2, 3], Levels(spans, trace).Order());
    }

    /// <summary>For each request that a zone served in the trace the number of zones that it came through.</summary>
    private static List<int> Levels(IEnumerable<Activity> spans, ActivityTraceId trace)
    {
        var known = spans.Where(s => s.TraceId == trace).ToDictionary(s => s.SpanId);
        return [.. known.Values.Where(s => s.Kind == ActivityKind.Server).Select(s => LevelOf(s, known))];
    }

    private static int LevelOf(Activity span, Dictionary<ActivitySpanId, Activity> known) =>
        (span.Kind == ActivityKind.Server ? 1 : 0) + (known.TryGetValue(span.ParentSpanId, out var parent) ? LevelOf(parent, known) : 0);
}
