using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Children that hang or talk too much cost their deadline once and nobody's answer.</summary>
public sealed class OddChildrenTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";

    [Fact]
    public async Task Place_OneOfTenHangs_WaitsForItOnceAndNeverAgain()
    {
        var children = new List<OddChild>();
        try
        {
            await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:ChildTimeout=00:00:01", "Federation:BreakerOpenTime=00:10:00", "Federation:PollInterval=00:00:01");
            await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
            for (var i = 0; i < 10; i++)
            {
                children.Add(await OddChild.StartAsync());
                await AddAsync(root, $"c{i}", children[i]);
            }

            await root.PlaceAsync(OneCpu);
            children[3].Select = OddChild.HangAsync;
            var before = children[3].Asked;
            var took = new List<TimeSpan>();
            var outcomes = new List<string?>();
            for (var i = 0; i < 10; i++)
            {
                var clock = Stopwatch.StartNew();
                var (status, answer) = await root.PlaceAsync(OneCpu);
                took.Add(clock.Elapsed);
                Assert.Equal(HttpStatusCode.Created, status);
                outcomes.Add(Line(answer, "c3").GetProperty("outcome").GetString());
            }

            Assert.Equal(["TimedOut", .. Enumerable.Repeat("Open", 9)], outcomes);
            Assert.Equal(before + 1, children[3].Asked);
            Assert.All(children.Where(c => c != children[3]), c => Assert.Equal(11, c.Asked));
            Assert.True(took[0] < TimeSpan.FromSeconds(3), $"the first took {took[0]}");
            Assert.True(took.Skip(1).Min() < TimeSpan.FromSeconds(0.5), $"the others took {string.Join(", ", took.Skip(1))}");
        }
        finally
        {
            foreach (var child in children)
            {
                await child.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Place_HangingChildAnswersAgain_IsTriedBesideARequestAndAskedAfterwards()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:ChildTimeout=00:00:01", "Federation:BreakerOpenTime=00:00:00.1");
        await using var child = await OddChild.StartAsync();
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":640}}""");
        await AddAsync(root, "c", child);
        child.Select = OddChild.HangAsync;
        var (_, first) = await root.PlaceAsync(OneCpu);
        child.Select = context => { child.Select = OddChild.HangAsync; return OddChild.HangAsync(context); };
        JsonElement tried = default;
        await Eventually.IsTrueAsync(async () =>
        {
            tried = Line((await root.PlaceAsync(OneCpu)).Body, "c");
            return tried.GetProperty("reason").GetString()!.StartsWith("is being tried again", StringComparison.Ordinal);
        });

        child.Select = context => System.Text.Json.JsonSerializer.SerializeAsync(
            context.Response.Body, new { zoneId = child.Id, scores = Array.Empty<double>(), ties = Array.Empty<uint>(), local = new { considered = 0, passed = 0, filters = Array.Empty<int>(), leading = Array.Empty<int>() } });
        await Eventually.IsTrueAsync(async () => Line((await root.PlaceAsync(OneCpu)).Body, "c").GetProperty("outcome").GetString() == "Answered");

        Assert.Equal("TimedOut", Line(first, "c").GetProperty("outcome").GetString());
        Assert.Equal("Open", tried.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Place_CallerInAHurry_DoesNotCloseTheChildToOthers()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:BreakerOpenTime=00:10:00");
        await using var child = await OddChild.StartAsync();
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        await AddAsync(root, "c", child);
        var answers = child.Select;
        child.Select = OddChild.HangAsync;
        var (_, hurried) = await root.PlaceAsync("""{"resources":{"VCPU":1},"deadlineMs":1000}""");
        child.Select = answers;

        var (_, patient) = await root.PlaceAsync(OneCpu);

        Assert.Equal(("TimedOut", "Answered"), (Line(hurried, "c").GetProperty("outcome").GetString(), Line(patient, "c").GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Place_ChildTalksWithoutEnd_IsCutOffWithTheReason()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:MaxAnswerBytes=65536");
        await using var child = await OddChild.StartAsync();
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        await AddAsync(root, "c", child);
        child.Select = async context =>
        {
            var chunk = new byte[4096];
            Array.Fill(chunk, (byte)' ');
            while (true)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        };

        var (status, answer) = await root.PlaceAsync(OneCpu);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("Failed", "its answer is larger than 65536 bytes"), (Line(answer, "c").GetProperty("outcome").GetString(), Line(answer, "c").GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("summary", "null")]
    [InlineData("name", "null")]
    [InlineData("summary", """{"hosts":{"up":1},"resources":null}""")]
    [InlineData("summary", """{"hosts":{"up":1},"resources":{},"children":null}""")]
    public async Task Test_ChildTellsNothingWhereSomethingMustBe_CannotBeRead(string member, string json)
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        await AddAsync(root, "c", child);
        child.Tell = info =>
        {
            info[member] = JsonNode.Parse(json);
            return info;
        };

        using var test = await root.Client.PostAsync("/api/v1/zones/c/test", null, TestContext.Current.CancellationToken);
        var told = JsonDocument.Parse(await test.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        Assert.Equal((HttpStatusCode.OK, "its answer cannot be read"), (test.StatusCode, told.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Place_ManyQuestionsToOneChild_AreBounded()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:MaxAsksPerChild=2", "Federation:ChildTimeout=00:00:10", "Scheduler:DefaultDeadline=00:00:20");
        await using var child = await OddChild.StartAsync();
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        await AddAsync(root, "c", child);
        var (open, most) = (0, 0);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = child.Select;
        child.Select = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref open));
            await go.Task.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref open);
            await answers(context);
        };

        var requests = Enumerable.Range(0, 8).Select(_ => root.PlaceAsync(OneCpu)).ToList();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref open) == 2);
        go.SetResult();
        var outcomes = (await Task.WhenAll(requests)).Select(r => Line(r.Body, "c").GetProperty("outcome").GetString());

        Assert.All(outcomes, o => Assert.Equal("Answered", o));
        Assert.Equal((2, 8), (most, child.Asked));
    }

    [Theory]
    [InlineData(HttpProtocols.Http2, "true", "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "true", "HTTP/1.1")]
    [InlineData(HttpProtocols.Http1AndHttp2, "true", "HTTP/1.1")]
    [InlineData(HttpProtocols.Http1AndHttp2, "false", "HTTP/1.1")]
    public async Task Place_ClearTextChild_IsSpokenToAsItUnderstands(HttpProtocols protocols, string allowed, string expected)
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", $"Federation:CleartextHttp2={allowed}");
        await using var child = await OddChild.StartAsync(protocols);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        await AddAsync(root, "c", child);

        await root.PlaceAsync(OneCpu);
        await root.PlaceAsync(OneCpu);

        Assert.Equal([expected, expected], child.Protocols);
    }

    private static JsonElement Line(JsonElement answer, string zone) =>
        answer.GetProperty("children").EnumerateArray().Single(c => c.GetProperty("zone").GetString() == zone);

    private static async Task AddAsync(ZoneHost root, string name, OddChild child)
    {
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"{{name}}","apiUrl":"{{child.Url}}","token":"t"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var test = await root.Client.PostAsync($"/api/v1/zones/{name}/test", null, TestContext.Current.CancellationToken);
        var said = await test.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(said.Contains("\"ok\":true", StringComparison.Ordinal), said);
    }
}
