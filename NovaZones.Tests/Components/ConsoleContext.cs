using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using NovaZones.Core.Live;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Tests.Components;

/// <summary>What every page of the console stands in: words, MudBlazor, a clock that stands still, and the feed of changes.</summary>
public abstract class ConsoleContext : BunitContext
{
    static ConsoleContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(20); // 1 s is too little where a whole suite shares the machine

    protected ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton(Feed);
        Services.AddScoped<LivePage>();
        Services.AddSingleton<RenderTurns>();
        Services.AddSingleton<PageFaults>();
        Services.AddScoped<GuardedActs>();
        Services.AddScoped<Drafts>();
    }

    protected FakeTimeProvider Time { get; } = new(Stored.Noon);

    protected ChangeFeed Feed { get; } = new();

    /// <summary>Renders from now on as in a live circuit; services cannot be added afterwards.</summary>
    protected void BeInteractive() => SetRendererInfo(new RendererInfo("Server", isInteractive: true));

    /// <summary>MudBlazor's inputs need the provider somewhere on the page.</summary>
    protected void RenderPopovers() => Render<MudPopoverProvider>();
}
