using System.Net;
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

    public static TheoryData<string, string> Steps
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var fault in Enum.GetNames<WireFault>().Where(f => f is not (nameof(WireFault.None) or nameof(WireFault.Late))))
            {
                data.Add("/zone/select", fault);
                data.Add("/zone/claim", fault);
                data.Add("/zone/release", fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_MeetsAFault_BooksAgreeInTheEnd(string step, string fault)
    {
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
    [InlineData(nameof(WireFault.LoseAnswer))]
    [InlineData(nameof(WireFault.CutAnswer))]
    public async Task Claim_AnswerLost_IsAskedAgainAndCounts(string fault)
    {
        _wire.Plan("/zone/claim", Enum.Parse<WireFault>(fault));

        var (status, _) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");

        Assert.Equal((HttpStatusCode.Created, 4L), (status, await _child.UsedAsync("p1", "VCPU")));
    }

    [Fact]
    public async Task Claim_ArrivesAfterItsRelease_TakesNothing()
    {
        _wire.Plan("/zone/claim", WireFault.Late);
        var passed = new TaskCompletionSource();
        _wire.Passed = path =>
        {
            if (path.EndsWith("/zone/claim", StringComparison.Ordinal))
            {
                passed.TrySetResult();
            }

            return Task.CompletedTask;
        };

        var (status, _) = await _root.PlaceAsync("""{"resources":{"VCPU":2},"deadlineMs":400}""");
        await Books.SettleUntilAsync(async () => (await _root.InstancesAsync()).Count == 0, _root);
        _wire.Release.SetResult();
        await passed.Task.WaitAsync(TestContext.Current.CancellationToken);

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
