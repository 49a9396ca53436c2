using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using NovaZones.Tests.Security;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A child that wants to do harm with what it answers, over a real connection. Whatever it says, the zone serves from its own hosts.</summary>
public sealed class MaliciousChildTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";
    private const string Markup = "<img src=x onerror=alert(1)>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Answers => new(
        "",
        "null",
        "[]",
        "\"text\"",
        "{\"scores\":",
        """{"zoneId":"x","scores":[1],"ties":[1]}""",
        """{"scores":[1e999],"ties":[1],"plan":"p","local":{}}""",
        """{"scores":[-1e999],"ties":[1],"plan":"p","local":{}}""",
        """{"scores":["NaN"],"ties":[1],"plan":"p","local":{}}""",
        """{"scores":[NaN],"ties":[1],"plan":"p","local":{}}""",
        """{"scores":[1,2,3],"ties":[1],"plan":"p","local":{}}""",
        """{"scores":null,"ties":null}""",
        """{"scores":[1],"ties":[1]}""",
        "{\"local\":" + new string('[', 100_000) + new string(']', 100_000) + "}",
        "{\"scores\":[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "],\"ties\":[" + string.Join(',', Enumerable.Repeat("1", 100_000)) + "],\"plan\":\"p\",\"local\":{}}");

    [Fact]
    public async Task Place_WhateverAChildAnswers_IsServedHereAndTold()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:FailuresToOffline=100", "Federation:BreakerOpenTime=00:00:01");
        await using var child = await OddChild.StartAsync();
        await AddAsync(root, child);
        foreach (var text in Answers.Select(row => row.Data))
        {
            // The host of the root is always the worse one: only what the child says could win.
            await root.ReportHostAsync("r1", """{"inventories":{"VCPU":1000}}""");
            child.Select = context => context.Response.WriteAsync(text, context.RequestAborted);

            // A few bad answers in a row open the breaker; asked anew until this one was heard.
            var before = child.Asked;
            await Eventually.IsTrueAsync(async () =>
            {
                var (status, answer) = await root.PlaceAsync(OneCpu);
                Assert.True(status == HttpStatusCode.Created, $"{Start(text)}: {answer}");
                Assert.Equal("r1", answer.GetProperty("instances")[0].GetProperty("host").GetString());
                return child.Asked > before;
            });
            Assert.Equal(0, child.Claims);
        }
    }

    [Fact]
    public async Task Place_ChildDripsByteByByte_EndsWithItsTime()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", "Federation:ChildTimeout=00:00:01");
        await using var child = await OddChild.StartAsync();
        await AddAsync(root, child);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        child.Select = async context =>
        {
            while (true)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(50, context.RequestAborted);
            }
        };

        var clock = Stopwatch.StartNew();
        var (status, answer) = await root.PlaceAsync(OneCpu);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("TimedOut", answer.GetProperty("children")[0].GetProperty("outcome").GetString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    [Fact]
    public async Task Tell_DeepTreeOrBrokenFigures_CannotBeReadAndTheZoneGoesOn()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        await AddAsync(root, child);
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        foreach (var change in new Action<JsonObject>[]
                 {
                     info => info["summary"]!["resources"]!["VCPU"] = JsonNode.Parse("""{"capacity":"much","used":0,"largestFree":1}"""),
                     info => info["summary"]!["resources"]!["VCPU"] = JsonNode.Parse("""{"capacity":1e400,"used":0,"largestFree":1}"""),
                     info => info["summary"]!["children"] = Nested(400),
                 })
        {
            child.Tell = info =>
            {
                change(info);
                return info;
            };
            using var test = await root.Client.PostAsync("/api/v1/zones/c/test", null, Token);
            Assert.False((await test.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("ok").GetBoolean());
            Assert.Equal(HttpStatusCode.Created, (await root.PlaceAsync("""{"resources":{"VCPU":1},"zones":{"localOnly":true}}""")).Status);
        }
    }

    [Fact]
    public async Task Tell_MarkupInEveryName_IsShownAsTextOnly()
    {
        await using var root = await ZoneHost.StartAsync("Zone:Name=root");
        await using var child = await OddChild.StartAsync();
        await AddAsync(root, child);
        child.Tell = info =>
        {
            info["name"] = Markup;
            info["version"] = Markup;
            info["driver"] = Markup;
            info["summary"]!["children"] = new JsonArray(new JsonObject
            {
                ["name"] = Markup,
                ["path"] = Markup,
                ["state"] = Markup,
                ["hosts"] = new JsonObject { ["up"] = 1 },
                ["resources"] = new JsonObject(),
                ["children"] = new JsonArray(),
            });
            return info;
        };
        using var test = await root.Client.PostAsync("/api/v1/zones/c/test", null, Token);
        child.Select = context =>
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return context.Response.WriteAsync($$"""{"title":"{{Markup}}"}""", context.RequestAborted);
        };
        await root.ReportHostAsync("r1", """{"inventories":{"VCPU":64}}""");
        var (_, placed) = await root.PlaceAsync(OneCpu);
        using var browser = await Callers.SignInAsync(root, await Callers.AddPersonAsync(root, "Administrator"));

        foreach (var address in new[] { "/", "/zones", $"/placements/{placed.GetProperty("reservationId").GetString()}" })
        {
            var page = await browser.GetStringAsync(address, Token);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        }

        using var answer = await root.Client.GetAsync("/api/v1/zone/tree", Token);
        Assert.Equal(("application/json", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
    }

    private static string Start(string text) => text.Length <= 80 ? text : text[..80];

    private static JsonArray Nested(int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
        {
            text.Append("[{\"name\":\"n\",\"children\":");
        }

        text.Append("[]");
        for (var i = 0; i < depth; i++)
        {
            text.Append("}]");
        }

        return JsonNode.Parse(text.ToString(), documentOptions: new JsonDocumentOptions { MaxDepth = 4 * depth })!.AsArray();
    }

    private static async Task AddAsync(ZoneHost root, OddChild child)
    {
        using var added = await root.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"c","apiUrl":"{{child.Url}}","token":"t"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var test = await root.Client.PostAsync("/api/v1/zones/c/test", null, Token);
        Assert.Contains("\"ok\":true", await test.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
