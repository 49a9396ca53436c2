using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Live;
using NovaZones.Core.Placement.Pending;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Placements;

/// <summary>Placements that are answered later, over HTTP on a real zone.</summary>
public class PendingPlacementTests
{
    private const string Four = """{"resources":{"VCPU":4},"waitForCapacity":true}""";

    [Fact]
    public async Task RespondAsync_WhatFits_IsAcceptedWithItsAddressAndPlaced()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");

        using var response = await zone.Client.SendAsyncPlacementAsync("""{"count":2,"resources":{"VCPU":2}}""");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var id = body.GetProperty("reservationId").GetString()!;
        var placed = await zone.Client.UntilAsync(id, "Placed");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/api/v1/placements/{id}", response.Headers.Location!.OriginalString);
        Assert.Equal("respond-async", response.Headers.GetValues("Preference-Applied").Single());
        Assert.True(body.GetProperty("deadlineAt").GetDateTimeOffset() > placed.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal((2, 4L), (placed.Instances(), await zone.UsedAsync("h1", "VCPU")));
        Assert.Equal(2, (await zone.GetAsync($"/api/v1/placements/{id}/explanation")).GetProperty("placed").GetInt32());
    }

    [Fact]
    public async Task RespondAsync_WhatDoesNotFitAndWillNotWait_IsRefusedWithAnExplanation()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":1}}""");

        var id = await zone.Client.SubmitAsync("""{"resources":{"VCPU":2}}""");
        var refused = await zone.Client.UntilAsync(id, "Refused");

        Assert.Equal("resources.not-enough-free", refused.GetProperty("reason").GetString());
        Assert.Contains("No valid host", (await zone.GetAsync($"/api/v1/placements/{id}/explanation")).GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForCapacity_WithoutThePreference_IsPlacedAtOnceOrStored()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");

        var (first, _) = await zone.PlaceAsync(Four);
        var (second, waiting) = await zone.PlaceAsync(Four);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (first, second));
        Assert.Equal(("Waiting", 1, "resources.not-enough-free"), (waiting.GetProperty("state").GetString(), waiting.GetProperty("position").GetInt32(), waiting.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task DryRun_WithThePreference_IsAnsweredAtOnceAndNotWithWaiting()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");

        using var dry = await zone.Client.SendAsyncPlacementAsync("""{"resources":{"VCPU":1},"dryRun":true}""");
        var (status, problem) = await zone.PlaceAsync("""{"resources":{"VCPU":1},"dryRun":true,"waitForCapacity":true}""");

        Assert.Equal(HttpStatusCode.OK, dry.StatusCode);
        Assert.False(dry.Headers.Contains("Preference-Applied"));
        Assert.Equal((HttpStatusCode.BadRequest, "waitForCapacity"), (status, problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("""{"resources":{"VCPU":1},"deadlineMs":60001}""", false, HttpStatusCode.BadRequest)]
    [InlineData("""{"resources":{"VCPU":1},"deadlineMs":60001}""", true, HttpStatusCode.Accepted)]
    [InlineData("""{"resources":{"VCPU":1},"deadlineMs":86400001}""", true, HttpStatusCode.BadRequest)]
    [InlineData("""{"resources":{"VCPU":1},"policy":"none"}""", true, HttpStatusCode.NotFound)]
    [InlineData("""{"resources":{"VCPU":1},"zones":{"only":["nowhere"]}}""", true, HttpStatusCode.BadRequest)]
    public async Task Submit_WithBounds_IsCheckedBeforeItIsStored(string body, bool respondAsync, HttpStatusCode expected)
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");

        using var response = respondAsync ? await zone.Client.SendAsyncPlacementAsync(body) : await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements", body);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Wait_ARelease_WakesTheFirstOfTwoEqualOnesAndPlansTheOtherNotAgain()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        var (_, holder) = await zone.PlaceAsync("""{"resources":{"VCPU":4}}""");
        var first = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(first, "Waiting");
        var second = await zone.Client.SubmitAsync(Four);
        var waiting = await zone.Client.UntilAsync(second, "Waiting");

        using var release = await zone.Client.DeleteAsync($"/api/v1/placements/{holder.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        var placed = await zone.Client.UntilAsync(first, "Placed");
        await UntilAsleepAsync(zone);
        var left = await zone.Client.ReservationAsync(second);

        Assert.Equal(2, waiting.GetProperty("position").GetInt32());
        Assert.Equal(["resource VCPU"], waiting.GetProperty("lacks").EnumerateArray().Select(l => l.GetString()!));
        Assert.Equal(1, placed.Instances());
        Assert.Equal(("Waiting", 1, 1, 0), (left.GetProperty("state").GetString(), left.GetProperty("position").GetInt32(), left.GetProperty("attempts").GetInt32(), left.GetProperty("overtaken").GetInt32()));
        Assert.Equal(4, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task Wait_WhatItDoesNotLack_PlansItNotAgain()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4,"MEMORY_MB":1024}}""");
        await zone.ReportHostAsync("h2", """{"inventories":{"VCPU":4,"MEMORY_MB":1024}}""");
        var (_, small) = await zone.PlaceAsync("""{"resources":{"VCPU":1}}""");
        var id = await zone.Client.SubmitAsync("""{"resources":{"VCPU":8},"waitForCapacity":true}""");
        await zone.Client.UntilAsync(id, "Waiting");

        // A class it does not ask for, a capability, too little of what it lacks: none makes it fit.
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4,"MEMORY_MB":4096},"capabilities":{"rack":"r1"}}""");
        await zone.ReportHostAsync("h3", """{"inventories":{"VCPU":7}}""");
        using var release = await zone.Client.DeleteAsync($"/api/v1/placements/{small.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        await UntilAsleepAsync(zone);
        var before = (await zone.Client.ReservationAsync(id)).GetProperty("attempts").GetInt32();
        await zone.ReportHostAsync("h2", """{"inventories":{"VCPU":8,"MEMORY_MB":1024}}""");
        await zone.Client.UntilAsync(id, "Placed");

        Assert.Equal(1, before);
        Assert.Equal(8, await zone.UsedAsync("h2", "VCPU"));
    }

    [Fact]
    public async Task Wait_SmallGainsOnSeveralHosts_AddUp()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":1}}""");
        var id = await zone.Client.SubmitAsync("""{"count":3,"resources":{"VCPU":1},"waitForCapacity":true}""");
        await zone.Client.UntilAsync(id, "Waiting");

        await zone.ReportHostAsync("h2", """{"inventories":{"VCPU":1}}""");
        await UntilAsleepAsync(zone);
        var between = (await zone.Client.ReservationAsync(id)).GetProperty("attempts").GetInt32();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":2}}""");
        var placed = await zone.Client.UntilAsync(id, "Placed");

        Assert.Equal((1, 3), (between, placed.Instances()));
    }

    [Fact]
    public async Task Wait_ABigOneThatStillDoesNotFit_IsOvertakenInTheOpen()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        var (_, holder) = await zone.PlaceAsync("""{"resources":{"VCPU":4}}""");
        await zone.PlaceAsync("""{"resources":{"VCPU":4}}""");
        var big = await zone.Client.SubmitAsync("""{"resources":{"VCPU":8},"waitForCapacity":true}""");
        await zone.Client.UntilAsync(big, "Waiting");
        var small = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(small, "Waiting");

        using var release = await zone.Client.DeleteAsync($"/api/v1/placements/{holder.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        await zone.Client.UntilAsync(small, "Placed");
        var overtaken = await zone.Client.ReservationAsync(big);

        Assert.Equal((1, 1), (overtaken.GetProperty("position").GetInt32(), overtaken.GetProperty("overtaken").GetInt32()));
    }

    [Fact]
    public async Task Wait_EnablingAHost_WakesAlsoWhoseRoomCameWhileItWasDisabled()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        var (_, holder) = await zone.PlaceAsync("""{"resources":{"VCPU":4}}""");
        var id = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(id, "Waiting");

        // Full, then switched off, then emptied: when it is switched on again, only its state changes.
        using var disable = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h1/disable", """{"reason":"repair"}""");
        using var release = await zone.Client.DeleteAsync($"/api/v1/placements/{holder.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        await UntilAsleepAsync(zone);
        var before = (await zone.Client.ReservationAsync(id)).GetProperty("attempts").GetInt32();
        using var enable = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h1/enable", "{}");
        await zone.Client.UntilAsync(id, "Placed");

        Assert.Equal((HttpStatusCode.OK, 1), (disable.StatusCode, before));
    }

    [Fact]
    public async Task Wait_ASilentHostThatSpeaksAgain_Wakes()
    {
        await using var zone = await ZoneHost.StartAsync("Scheduler:StaleAfter=00:00:01");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        await PendingCalls.UntilAsync(async () => (await zone.GetAsync("/api/v1/hosts/h1")).GetProperty("state").GetString() == "Down");
        var id = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(id, "Waiting");

        using var beat = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/hosts/h1/heartbeat", "{}");
        await zone.Client.UntilAsync(id, "Placed");

        Assert.True(beat.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Wait_ATraitThatAHostGains_Wakes()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        var id = await zone.Client.SubmitAsync("""{"resources":{"VCPU":1},"traits":{"required":["CUSTOM_X"]},"waitForCapacity":true}""");
        var waiting = await zone.Client.UntilAsync(id, "Waiting");

        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4},"traits":["CUSTOM_X"]}""");
        await zone.Client.UntilAsync(id, "Placed");

        Assert.Equal(["trait CUSTOM_X"], waiting.GetProperty("lacks").EnumerateArray().Select(l => l.GetString()!));
    }

    [Fact]
    public async Task Cancel_BeforeAndAfter_LeavesNothingBehind()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        var after = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(after, "Placed");
        var before = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(before, "Waiting");

        using var cancelled = await zone.Client.DeleteAsync($"/api/v1/placements/{before}", TestContext.Current.CancellationToken);
        using var released = await zone.Client.DeleteAsync($"/api/v1/placements/{after}", TestContext.Current.CancellationToken);
        using var again = await zone.Client.DeleteAsync($"/api/v1/placements/{before}", TestContext.Current.CancellationToken);
        await UntilAsleepAsync(zone);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (cancelled.StatusCode, released.StatusCode, again.StatusCode));
        Assert.Equal("Released", (await zone.Client.ReservationAsync(after)).GetProperty("state").GetString());
        Assert.Equal("Cancelled", (await zone.Client.ReservationAsync(before)).GetProperty("state").GetString());
        Assert.StartsWith("Nothing is placed: it was cancelled.", (await zone.GetAsync($"/api/v1/placements/{before}/explanation")).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task Wait_PastItsDeadline_ExpiresWithAnExplanation()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":1}}""");

        var id = await zone.Client.SubmitAsync("""{"resources":{"VCPU":4},"waitForCapacity":true,"deadlineMs":700}""", "late");
        var expired = await zone.Client.UntilAsync(id, "Expired");
        var explanation = await zone.GetAsync($"/api/v1/placements/{id}/explanation");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        using var retry = await zone.Client.SendAsyncPlacementAsync("""{"resources":{"VCPU":4},"waitForCapacity":true,"deadlineMs":700}""", "late");

        Assert.Equal("its deadline passed after 0.7 s; main reason: resources.not-enough-free", expired.GetProperty("reason").GetString());
        Assert.StartsWith("Nothing is placed: its deadline passed after 0.7 s", explanation.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, explanation.GetProperty("local").GetProperty("considered").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, retry.StatusCode);
        Assert.Equal("/problems/placement-expired", (await retry.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString());
        Assert.Equal(0, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task Retry_WithTheSameKey_FindsTheSameRequestPendingAndAnswered()
    {
        await using var zone = await ZoneHost.StartAsync();
        var id = await zone.Client.SubmitAsync(Four, "k1");
        var whilePending = await zone.Client.SubmitAsync(Four, "k1");
        using var other = await zone.Client.SendAsyncPlacementAsync("""{"resources":{"VCPU":5},"waitForCapacity":true}""", "k1");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8}}""");
        await zone.Client.UntilAsync(id, "Placed");

        using var answered = await zone.Client.SendAsyncPlacementAsync(Four, "k1");
        var body = await answered.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal((id, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created), (whilePending, other.StatusCode, answered.StatusCode));
        Assert.Equal(id, body.GetProperty("reservationId").GetString());
        Assert.Equal(4, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task Submit_WhenTheZoneIsFull_Is503AndStoresNothing()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:MaxPending=2");
        await zone.Client.SubmitAsync(Four);
        var second = await zone.Client.SubmitAsync(Four);

        using var third = await zone.Client.SendAsyncPlacementAsync(Four);
        var problem = await third.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        using var cancel = await zone.Client.DeleteAsync($"/api/v1/placements/{second}", TestContext.Current.CancellationToken);
        using var fourth = await zone.Client.SendAsyncPlacementAsync(Four);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/too-many-pending", HttpStatusCode.Accepted), (third.StatusCode, problem.GetProperty("type").GetString(), fourth.StatusCode));
        Assert.Equal(3, (await zone.GetAsync("/api/v1/placements")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Job_ThatRunsTwiceOrAfterTheEnd_ChangesNothing()
    {
        await using var zone = await ZoneHost.StartAsync();
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":64}}""");
        var pending = zone.Services.GetRequiredService<PendingPlacementService>();
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await zone.Client.SubmitAsync(Four));
        }

        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 4).Select(_ => pending.TryFirstAsync(id, TestContext.Current.CancellationToken))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pending.TryWokenAsync(TestContext.Current.CancellationToken)));
        foreach (var id in ids)
        {
            Assert.Equal(1, (await zone.Client.UntilAsync(id, "Placed")).Instances());
            await pending.TryFirstAsync(id, TestContext.Current.CancellationToken);
        }

        Assert.Equal(40, await zone.UsedAsync("h1", "VCPU"));
    }

    [Fact]
    public async Task Restart_OnTheSameFile_BringsPendingAndWaitingOnesToTheirEnd()
    {
        using var directory = new TemporaryDirectory();
        var ids = new List<string>();
        string late;
        await using (var zone = await ZoneHost.StartInAsync(directory.Path))
        {
            await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":2}}""");
            for (var i = 0; i < 5; i++)
            {
                ids.Add(await zone.Client.SubmitAsync(Four, $"k{i}"));
            }

            await zone.Client.UntilAsync(ids[0], "Waiting");
            late = await zone.Client.SubmitAsync("""{"resources":{"VCPU":4},"waitForCapacity":true,"deadlineMs":300}""");
        }

        await using var again = await ZoneHost.StartInAsync(directory.Path);
        await again.Client.UntilAsync(late, "Expired");
        var position = (await again.Client.UntilAsync(ids[4], "Waiting")).GetProperty("position").GetInt32();
        var replayed = await again.Client.SubmitAsync(Four, "k2");
        await again.ReportHostAsync("h2", """{"inventories":{"VCPU":20}}""");
        foreach (var id in ids)
        {
            Assert.Equal(1, (await again.Client.UntilAsync(id, "Placed")).Instances());
        }

        Assert.Equal((5, ids[2]), (position, replayed));
        Assert.Equal(20, await again.UsedAsync("h2", "VCPU"));
    }

    [Fact]
    public async Task End_OfAPendingOne_IsToldToListeners()
    {
        await using var zone = await ZoneHost.StartAsync();
        var id = await zone.Client.SubmitAsync(Four);
        await zone.Client.UntilAsync(id, "Waiting");
        using var subscription = zone.Services.GetRequiredService<ChangeFeed>().Subscribe();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":4}}""");
        await foreach (var topics in subscription.ReadAsync(TimeSpan.Zero, TimeProvider.System, patience.Token))
        {
            if (topics.Contains(ChangeTopic.Placements))
            {
                break;
            }
        }

        await zone.Client.UntilAsync(id, "Placed");
    }

    /// <summary>Until what was reported so far has been looked at and nobody is woken: a later request, at the end of the queue, has had its plan.</summary>
    private static async Task UntilAsleepAsync(ZoneHost zone)
    {
        var probe = await zone.Client.SubmitAsync("""{"resources":{"CUSTOM_PROBE":1},"waitForCapacity":true}""");
        await zone.Client.UntilAsync(probe, "Waiting");
        await zone.ReportHostAsync($"probe-{probe}", """{"inventories":{"CUSTOM_PROBE":1}}""");
        await zone.Client.UntilAsync(probe, "Placed");
    }
}
