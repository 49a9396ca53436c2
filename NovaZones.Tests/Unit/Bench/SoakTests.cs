using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NovaZones.Bench.Soak;
using Xunit;

namespace NovaZones.Tests.Unit.Bench;

public sealed class SoakTests
{
    private static readonly double[] _flat = [.. Enumerable.Range(0, 60).Select(i => 100 + (i % 3d))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AFewSecondsOfARealTree_AsksEverythingAndFindsNothing()
    {
        var verdict = await new SoakRun(new SoakOptions { Length = TimeSpan.FromSeconds(4), WarmUp = TimeSpan.FromSeconds(1), Rate = 40, Seed = 3 }).RunAsync(Token);

        Assert.Empty(verdict.Errors);
        Assert.Empty(verdict.Books);
        Assert.Equal(["emea", "planet"], verdict.Memory.Select(m => m.Zone).Distinct().Order(StringComparer.Ordinal));
        Assert.All(verdict.Memory, m => Assert.NotEmpty(m.Megabytes));
        Assert.All(["POST /api/v1/placements 201", "malformed body 400", "POST /api/v1/hosts/*/heartbeat"], what => Assert.Contains(verdict.Answers.Keys, key => key.Contains(what, StringComparison.Ordinal)));
    }

    [Fact]
    public void Memory_IsJudgedFromTheFirstFifthToTheLast()
    {
        var flat = new MemorySeries("planet", "managed", _flat);
        var leaks = new MemorySeries("planet", "managed", [.. _flat.Select((m, i) => m + (0.25 * i))]);
        var falls = new MemorySeries("planet", "private", [.. _flat.Select((m, i) => m - i)]);

        Assert.Equal((true, 101d, 101d), (flat.IsFlat, flat.Early, flat.Late));
        Assert.False(leaks.IsFlat);
        Assert.True(leaks.Growth is > 0.10 and < 0.2);
        Assert.True(falls.IsFlat); // what falls is no leak
        Assert.False(new MemorySeries("planet", "managed", [.. _flat.Take(9)]).IsFlat); // too few to tell
    }

    [Fact]
    public void Verdict_EveryEnd_HasItsCode()
    {
        var flat = new MemorySeries("planet", "managed", _flat);
        var grows = flat with { Megabytes = [.. Enumerable.Range(1, 60).Select(i => (double)i)] };
        var passed = new SoakVerdict { Memory = [flat] };

        Assert.Equal(0, passed.ExitCode);
        Assert.EndsWith("PASSED", passed.Lines().Last(), StringComparison.Ordinal);
        Assert.Equal(1, new SoakVerdict { Memory = [flat, grows] }.ExitCode);
        Assert.Equal(1, (passed with { Errors = ["emea GET / was answered 500"] }).ExitCode);
        Assert.Equal(1, (passed with { Books = ["1 orphan"] }).ExitCode);
        Assert.Equal(2, (passed with { Broken = "interrupted" }).ExitCode);
        Assert.Equal(2, new SoakVerdict { Memory = [flat with { Megabytes = [1] }] }.ExitCode);
        Assert.Equal(2, new SoakVerdict().ExitCode);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData(503, false, false)]
    [InlineData(503, true, true)]
    [InlineData(504, true, true)]
    [InlineData(500, true, false)]
    [InlineData(502, true, false)]
    [InlineData(200, false, true)]
    [InlineData(409, false, false)]
    public void Answer_CountsAgainstTheZone_UnlessItWasDisturbedOrTheClientIsToBlame(int? status, bool isDisturbed, bool isRight) =>
        Assert.Equal(isRight, AnswerLog.IsRight(status, isDisturbed, code => code == 200));

    [Fact]
    public async Task Observer_OfARealServer_CatchesTheDefectAndItsWords_AndSilence()
    {
        await using var server = await StartAsync();
        var log = new AnswerLog(new FaultWindows(TimeProvider.System));
        using var client = new HttpClient(new AnswerObserver("planet", log, TimeProvider.System) { InnerHandler = new SocketsHttpHandler { UseProxy = false } }) { BaseAddress = new Uri(server.Urls.First()) };

        using var good = await client.GetAsync("/api/v1/hosts/h1", Token);
        using var bad = await client.GetAsync("/api/v1/defect", Token);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/api/v1/silent", Token));

        Assert.Equal(2, log.Wrong);
        Assert.Equal("planet GET /api/v1/defect was answered 500: it broke", log.Findings[0]);
        Assert.Equal("it broke", await bad.Content.ReadAsStringAsync(Token)); // the caller can read it, too
        Assert.Equal(["planet GET /api/v1/defect 500", "planet GET /api/v1/hosts/* 200", "planet GET /api/v1/silent 0"], log.Counts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Windows_TouchWhatWasUnderWay_AndNothingLater()
    {
        var windows = new FaultWindows(TimeProvider.System);
        var before = TimeProvider.System.GetTimestamp();
        Assert.False(windows.Touch(before));
        windows.Open();
        Assert.True(windows.Touch(TimeProvider.System.GetTimestamp()));
        windows.Close();

        Assert.True(windows.Touch(before));
        Assert.False(windows.Touch(TimeProvider.System.GetTimestamp() + 1));
    }

    [Fact]
    public void Log_ErrorsAndWorse_AreFoundWithWhatFollows() => Assert.Equal(
        ["emea: fail: NovaZones.Web.Errors[1] It broke.", "emea: crit: Host[2] The end."],
        ZoneLogLines.Errors("emea", ["warn: NovaZones[3]", "      Slow; fail: is no level here", "fail: NovaZones.Web.Errors[1]", "      It broke.", "crit: Host[2]", "      The end."]));

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/api/v1/hosts/{name}", () => "fine");
        app.MapGet("/api/v1/silent", (HttpContext context) => context.Abort());
        app.MapGet("/api/v1/defect", async (HttpContext context) =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("it broke");
        });
        await app.StartAsync(Token);
        return app;
    }
}
