using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation.Books;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A parent, a child, and between them a wire that loses what hurts most: nothing is orphaned, nothing taken twice.</summary>
public sealed class LostAnswersTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _child = null!;
    private FaultyWire _wire = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync(["Zone:Name=root", .. Books.Quick]);
        _child = await ZoneHost.StartAsync(["Zone:Name=paris", .. Books.Quick]);
        await _child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        _wire = await FaultyWire.StartAsync(_child.Url);
        await _root.AddChildAsync("emea", _wire.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _wire.DisposeAsync();
        await _child.DisposeAsync();
    }

    [Fact]
    public async Task Release_GivenBackByTheComparisonOfRecords_EndsItsReservation()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");
        var id = answer.GetProperty("reservationId").GetString();
        _wire.Plan("/zone/release", WireFault.CutBefore);
        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{id}", TestContext.Current.CancellationToken);

        // The comparison comes first, as it may: it finds what waits, and the settling job finds nothing left to give back.
        await Eventually.IsTrueAsync(async () =>
        {
            await _root.Services.GetRequiredService<ChildBooks>().CompareAsync(TestContext.Current.CancellationToken);
            return (await _root.GetAsync($"/api/v1/placements/{id}")).GetProperty("instances").GetArrayLength() == 0;
        });
        await Books.SettleUntilAsync(async () => await StateAsync(id) == "Released", _root);

        Assert.Equal(HttpStatusCode.Accepted, released.StatusCode);
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU"));
    }

    [Fact]
    public async Task Instances_ReleasedOneByOneWhileTheChildIsCutOff_EndTheirReservation()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");
        var id = answer.GetProperty("reservationId").GetString();
        _wire.Choose = path => path.EndsWith("/zone/release", StringComparison.Ordinal) ? WireFault.CutBefore : WireFault.None;
        foreach (var instance in answer.GetProperty("instances").EnumerateArray())
        {
            using var released = await _root.Client.DeleteAsync($"/api/v1/instances/{instance.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, released.StatusCode);
        }

        var waiting = await StateAsync(id);
        _wire.Choose = static _ => WireFault.None;
        await Books.SettleUntilAsync(async () => await StateAsync(id) == "Released", _root);

        Assert.Equal("Releasing", waiting);
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU"));
    }

    /// <summary>Goes the way on which the step lies: a child that alone comes into question is asked to place at once, unless it must not.</summary>
    private void Go(string step)
    {
        if (step is "/zone/select" or "/zone/claim")
        {
            _root.AskFirst();
        }
    }

    private async Task<string?> StateAsync(string? reservation) => (await _root.GetAsync($"/api/v1/placements/{reservation}")).GetProperty("state").GetString();

    public static TheoryData<string, string> Steps
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var fault in Enum.GetNames<WireFault>().Where(f => f is not (nameof(WireFault.None) or nameof(WireFault.Late))))
            {
                data.Add("/zone/select", fault);
                data.Add("/zone/claim", fault);
                data.Add("/zone/take", fault);
                data.Add("/zone/release", fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_MeetsAFault_BooksAgreeInTheEnd(string step, string fault)
    {
        Go(step);
        _wire.Plan(step, Enum.Parse<WireFault>(fault));

        var (status, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2},"deadlineMs":2000}""");
        var expected = status == HttpStatusCode.Created ? 4 : 0;
        await Books.SettleUntilAsync(async () => await _child.UsedAsync("p1", "VCPU") == expected, _root, _child);
        var believed = await _root.InstancesAsync();
        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);
        await Books.SettleUntilAsync(async () => await _child.UsedAsync("p1", "VCPU") == 0 && (await _root.InstancesAsync()).Count == 0, _root, _child);

        Assert.Equal(expected / 2, believed["Placed"].Count());
        Assert.Single(_wire.Hits);
        Assert.Contains(released.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Accepted });
    }

    [Theory]
    [InlineData("/zone/claim", nameof(WireFault.LoseAnswer))]
    [InlineData("/zone/claim", nameof(WireFault.CutAnswer))]
    [InlineData("/zone/take", nameof(WireFault.LoseAnswer))]
    [InlineData("/zone/take", nameof(WireFault.CutAnswer))]
    public async Task Claim_AnswerLost_IsAskedAgainAndCounts(string step, string fault)
    {
        Go(step);
        _wire.Plan(step, Enum.Parse<WireFault>(fault));

        var (status, _) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");

        Assert.Equal((HttpStatusCode.Created, 4L), (status, await _child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Take_FirstAnswerLostAndTooLittleThere_IsGivenBackByName()
    {
        _wire.Plan("/zone/take", WireFault.LoseAnswer);
        var passed = new System.Collections.Concurrent.ConcurrentQueue<string>();
        _wire.Passed = path =>
        {
            passed.Enqueue(path);
            return Task.CompletedTask;
        };

        var (status, _) = await _root.PlaceAsync("""{"count":5,"resources":{"VCPU":2}}""");
        await Books.SettleUntilAsync(async () => (await _root.InstancesAsync()).Count == 0, _root);

        // Its second answer says nothing of the first, which may come late: what was asked for is released, not forgotten.
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(passed, path => path.EndsWith("/zone/release", StringComparison.Ordinal));
        Assert.Equal(0, await _child.UsedAsync("p1", "VCPU"));
    }

    [Theory]
    [InlineData("/zone/claim")]
    [InlineData("/zone/take")]
    public async Task Claim_ArrivesAfterItsRelease_TakesNothing(string step)
    {
        Go(step);

        // Every try: whether there is time for a second one depends on how busy the machine is.
        _wire.Choose = path => path.EndsWith(step, StringComparison.Ordinal) ? WireFault.Late : WireFault.None;
        var passed = 0;
        _wire.Passed = path =>
        {
            if (path.EndsWith(step, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref passed);
            }

            return Task.CompletedTask;
        };

        var (status, _) = await _root.PlaceAsync("""{"resources":{"VCPU":2},"deadlineMs":1500}""");
        await Books.SettleUntilAsync(async () => (await _root.InstancesAsync()).Count == 0, _root);
        _wire.Release.SetResult();
        await Eventually.IsTrueAsync(() => passed > 0 && passed == _wire.Hits.Count);

        // The parent forgot it already; no comparison has run since: the child itself knew better.
        Assert.Equal((HttpStatusCode.Conflict, 0L), (status, await _child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Release_TwiceAtTheSameTime_BothAreAnsweredAndNobodySuffers()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");
        var id = answer.GetProperty("instances")[0].GetProperty("id").GetString();

        var releases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _root.Client.DeleteAsync($"/api/v1/instances/{id}", TestContext.Current.CancellationToken)));

        Assert.All(releases, r => Assert.Contains(r.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.NotFound }));
        Assert.Equal(2, await _child.UsedAsync("p1", "VCPU"));
        foreach (var release in releases)
        {
            release.Dispose();
        }
    }
}
