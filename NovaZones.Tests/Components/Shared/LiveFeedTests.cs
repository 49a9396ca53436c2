using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Live;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class LiveFeedTests : ConsoleContext
{
    private readonly SemaphoreSlim _called = new(0);
    private int _calls;
    private Exception? _fault;

    [Fact]
    public async Task Render_Interactive_CallsOnceAfterSubscribing()
    {
        BeInteractive();
        RenderFeed();

        await CalledAsync();

        Assert.Equal((1, 1), (_calls, Feed.SubscriberCount));
    }

    [Fact]
    public async Task Publish_TopicsListenedForAndOthers_CallsForThoseListenedForOnly()
    {
        const int Rounds = 20;
        BeInteractive();
        RenderFeed();
        await CalledAsync();

        for (var round = 0; round < Rounds; round++)
        {
            Feed.Publish(ChangeTopic.Jobs);
            await Task.Yield();
            Feed.Publish(ChangeTopic.Hosts);
            await CalledAsync();
        }

        Assert.Equal(1 + Rounds, _calls);
    }

    [Fact]
    public async Task Time_PassesWithoutChanges_CallsSoThatAgesMove()
    {
        BeInteractive();
        RenderFeed();
        await CalledAsync();

        Time.Advance(TimeSpan.FromSeconds(5));
        await CalledAsync();

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Dispose_WhileListening_LeavesNoSubscriber()
    {
        BeInteractive();
        var feed = RenderFeed();
        Assert.Equal(1, Feed.SubscriberCount);

        await feed.Instance.DisposeAsync();

        Assert.Equal(0, Feed.SubscriberCount);
    }

    [Fact]
    public async Task Pause_ThenChanges_ReadsWhenResumedAndSaysFromWhenThePageIs()
    {
        BeInteractive();
        RenderFeed();
        var mark = Render<LiveMark>();
        await CalledAsync();
        mark.WaitForAssertion(() => Assert.Equal("as of 12:00:00 UTC", mark.Find(".as-of").TextContent));

        mark.Find("[data-testid=live-switch]").Click();
        Time.Advance(TimeSpan.FromSeconds(30));
        Feed.Publish(ChangeTopic.Hosts);
        mark.WaitForAssertion(() => Assert.Equal("paused, as of 12:00:00 UTC", mark.Find(".as-of").TextContent));
        Assert.Equal(1, _calls);

        mark.Find("[data-testid=live-switch]").Click();
        await CalledAsync();
        mark.WaitForAssertion(() => Assert.Equal("as of 12:00:30 UTC", mark.Find(".as-of").TextContent));

        // The news of before may reach the page only now, and then it reads once more.
        Assert.InRange(_calls, 2, 3);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)] // where nothing is looked at without a change, it is tried again all the same
    public async Task Store_Away_IsSaidAndTriedAgainUntilItIsBack(int every)
    {
        BeInteractive();
        _fault = new RetryLimitExceededException("away");
        RenderFeed(TimeSpan.FromSeconds(every));
        var mark = Render<LiveMark>();
        await CalledAsync();
        mark.WaitForAssertion(() => Assert.Matches("^cannot be read, no. [0-9a-f]{32}, trying again$", mark.Find("[data-testid=live-fault]").TextContent));
        var said = mark.Find("[data-testid=live-fault]").TextContent;

        Time.Advance(TimeSpan.FromSeconds(5));
        await CalledAsync();
        mark.WaitForAssertion(() => Assert.Equal(said, mark.Find("[data-testid=live-fault]").TextContent)); // noted once
        _fault = null;
        Time.Advance(TimeSpan.FromSeconds(5));
        await CalledAsync();

        mark.WaitForAssertion(() => Assert.Equal("", mark.Find("[data-testid=live-fault]").TextContent));
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task Leave_APausedPage_TheNextOneIsLive()
    {
        BeInteractive();
        var first = RenderFeed();
        await CalledAsync();
        var live = Services.GetRequiredService<LivePage>();
        await live.SetPausedAsync(true);

        RenderFeed(); // the next page comes before the last one goes
        await first.Instance.DisposeAsync();
        await CalledAsync();

        Assert.Equal((true, false), (live.IsLive, live.IsPaused));
    }

    [Fact]
    public void Mark_OnAPageThatIsNotLive_ShowsNothing()
    {
        BeInteractive();

        Assert.Equal("", Render<LiveMark>().Markup.Trim());
    }

    [Fact]
    public void Render_WhilePrerendering_DoesNotListen()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));

        RenderFeed();

        Assert.Equal((0, 0), (_calls, Feed.SubscriberCount));
    }

    private async Task CalledAsync() =>
        Assert.True(await _called.WaitAsync(TimeSpan.FromSeconds(20), Xunit.TestContext.Current.CancellationToken), "The page was not told.");

    private IRenderedComponent<LiveFeed> RenderFeed(TimeSpan? every = null) => Render<LiveFeed>(p => p
        .Add(f => f.Every, every ?? TimeSpan.FromSeconds(5))
        .Add(f => f.Topics, [ChangeTopic.Hosts])
        .Add(f => f.Quiet, TimeSpan.Zero)
        .Add(f => f.OnChange, EventCallback.Factory.Create(this, () =>
        {
            Interlocked.Increment(ref _calls);
            _called.Release();
            if (_fault is not null)
            {
                throw _fault;
            }
        })));
}
