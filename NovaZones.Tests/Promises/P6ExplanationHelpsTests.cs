using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>
/// Promise 6, over HTTP, asked of the zone that has the hosts and of its parent: what an explanation names is what stands in the way, and
/// what it says would help, helps.
/// </summary>
public sealed class P6ExplanationHelpsTests : IAsyncLifetime
{
    private const int Rounds = 30;

    private ZoneHost _parent = null!;
    private ZoneHost _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _parent = await ZoneHost.StartAsync("Zone:Name=root");

        // A child names its hosts in explanations only when it is told to.
        _owner = await ZoneHost.StartAsync("Zone:Name=paris", "Zone:DiscloseHosts=true");
        foreach (var aggregate in Demanding.Aggregates)
        {
            var rules = JsonSerializer.Serialize(new { requiredTraits = aggregate.RequiredTraits, tenants = aggregate.Tenants });
            using var saved = await _owner.SendJsonAsync(HttpMethod.Put, $"/api/v1/aggregates/{aggregate.Name}", rules);
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await _parent.AddChildAsync("emea", _owner);
    }

    public async ValueTask DisposeAsync()
    {
        await _parent.DisposeAsync();
        await _owner.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_NamedObstaclesTakenAway_TheHostPassesThatFilterAndInTheEndAll(bool ofParent)
    {
        var asked = ofParent ? _parent : _owner;
        var random = new Random(11);
        var removed = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (host, request) = (Demanding.Host(random), Demanding.Request(random));
            await _owner.ReportHostAsync("h", host.ToJsonString());
            var (status, answer) = await asked.PlaceAsync(request.ToJsonString());
            for (var step = 0; status == HttpStatusCode.Conflict; step++)
            {
                Assert.True(step < 10, $"round {round}: still refused: {answer}");
                var (filter, obstacles) = Rejection(answer);
                foreach (var obstacle in obstacles.EnumerateArray())
                {
                    Demanding.Remove(filter, obstacle.GetProperty("attribute").GetString()!, obstacle.GetProperty("wanted").GetString()!, host, request);
                    removed++;
                }

                await _owner.ReportHostAsync("h", host.ToJsonString());
                (status, answer) = await asked.PlaceAsync(request.ToJsonString());

                // Only what an aggregate demands of the request may bring back a filter that was satisfied before.
                Assert.True(status == HttpStatusCode.Created || filter == "AggregateIsolation" || Rejection(answer).Filter != filter, $"round {round}: {filter} still rejects: {answer}");
            }

            Assert.Equal(HttpStatusCode.Created, status);
            await ReleaseAsync(asked, answer);
        }

        Assert.InRange(removed, Rounds, int.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_NamedChangeApplied_TheRequestPlaces(bool ofParent)
    {
        var asked = ofParent ? _parent : _owner;
        var random = new Random(12);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                await _owner.ReportHostAsync($"h{i}", Demanding.Host(random).ToJsonString());
            }

            // Few conditions at once, so that one change is enough now and then.
            var request = Demanding.Request(random);
            foreach (var condition in new[] { "traits", "aggregates", "capabilities", "availabilityZone" }.Where(_ => random.Next(4) > 0))
            {
                request.Remove(condition);
            }

            request["resources"]!.AsObject().Remove("PGPU");
            var (status, refusal) = await asked.PlaceAsync(request.ToJsonString());
            if (status == HttpStatusCode.Created)
            {
                await ReleaseAsync(asked, refusal);
                continue;
            }

            foreach (var change in refusal.GetProperty("changes").EnumerateArray().Where(c => c.TryGetProperty("change", out var patch) && patch.ValueKind == JsonValueKind.String))
            {
                var patched = MergePatch.Apply(request.DeepClone(), JsonNode.Parse(change.GetProperty("change").GetString()!))!.AsObject();

                var (helped, answer) = await asked.PlaceAsync(patched.ToJsonString());

                Assert.True(helped == HttpStatusCode.Created, $"round {round}: {change.GetProperty("text")} did not help {request.ToJsonString()}: {answer}");
                Assert.Equal(ofParent ? "emea" : "paris", answer.GetProperty("instances")[0].GetProperty("zone").GetString());
                await ReleaseAsync(asked, answer);
                told.Add(change.GetProperty("kind").GetString()!);
                count++;
            }
        }

        Assert.InRange(count, Rounds / 2, int.MaxValue);
        Assert.Subset(told, new HashSet<string>(["resources", "traits.required"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusal_ChildThatKeepsItsHosts_NamesTheChangeAndNoHost()
    {
        await using var silent = await ZoneHost.StartAsync("Zone:Name=lyon");
        await silent.ReportHostAsync("secret-host", """{"inventories":{"VCPU":4}}""");
        await _parent.AddChildAsync("apac", silent);

        var (status, refusal) = await _parent.PlaceAsync("""{"resources":{"VCPU":6},"zones":{"only":["apac"]}}""");
        var (helped, _) = await _parent.PlaceAsync("""{"resources":{"VCPU":4},"zones":{"only":["apac"]}}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (status, helped));
        Assert.Contains("""{"resources":{"VCPU":4}}""", refusal.GetProperty("changes").EnumerateArray().Select(c => c.TryGetProperty("change", out var patch) ? patch.GetString() : null));
        Assert.DoesNotContain("secret-host", refusal.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-host", (await _parent.GetAsync(refusal.GetProperty("explanation").GetString()!)).GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Of the one host there is: which filter rejected it first, and what it minds.</summary>
    private static (string Filter, JsonElement Obstacles) Rejection(JsonElement refusal)
    {
        var filter = refusal.GetProperty("filters").EnumerateArray().Single(f => f.GetProperty("dropped").GetInt32() > 0);
        var example = filter.GetProperty("reasons").EnumerateArray().Single().GetProperty("example");
        Assert.Equal("h", example.GetProperty("host").GetString());
        Assert.NotEmpty(example.GetProperty("obstacles").EnumerateArray());
        return (filter.GetProperty("filter").GetString()!, example.GetProperty("obstacles"));
    }

    private static async Task ReleaseAsync(ZoneHost asked, JsonElement answer)
    {
        using var released = await asked.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
    }
}
