using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A connection is tried before it is saved: what is found is told, and nothing of it is kept.</summary>
public sealed class ChildTrialTests : IAsyncLifetime
{
    private ZoneHost _root = null!;
    private ZoneHost _paris = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChildZoneService Service => _root.Services.GetRequiredService<ChildZoneService>();

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync("Zone:Name=planet");
        _paris = await ZoneHost.StartAsync("Zone:Name=paris");
        await _paris.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _paris.DisposeAsync();
    }

    [Fact]
    public async Task Try_AZone_TellsWhatItFoundAndKeepsNothing()
    {
        ChildTrial trial = null!;
        await Eventually.IsTrueAsync(async () => (trial = await Service.TryAsync(null, Draft(_paris.Url), Token)).Result?.Info?.Summary.Hosts.Up == 1);

        Assert.True(trial.Result!.Ok);
        Assert.StartsWith("answers as zone paris", trial.Result.Message, StringComparison.Ordinal);
        Assert.Equal(8, trial.Result.Info!.Summary.Resources["VCPU"].Capacity);
        Assert.Empty(_root.Services.GetRequiredService<ChildZoneRegistry>().All);
    }

    [Fact]
    public async Task Try_WhatCannotBeAChild_SaysWhy()
    {
        var wrongToken = await Service.TryAsync(null, Draft(_paris.Url, "wrong"), Token);
        var nobody = await Service.TryAsync(null, Draft(new Uri("http://127.0.0.1:9")), Token);
        var itself = await Service.TryAsync(null, Draft(_root.Url), Token);
        await _root.AddChildAsync("emea", _paris);
        var behind = new UriBuilder(_paris.Url) { Host = "localhost" }.Uri;
        var twice = await Service.TryAsync(null, Draft(behind), Token);

        Assert.All([wrongToken, nobody, itself, twice], trial => Assert.False(trial.Result!.Ok));
        Assert.Contains("401", wrongToken.Result!.Message, StringComparison.Ordinal);
        Assert.Contains("same zone as planet", itself.Result!.Message, StringComparison.Ordinal);
        Assert.Contains("same zone as emea", twice.Result!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Try_BadInput_NamesTheFieldAndTriesNothing()
    {
        var trial = await Service.TryAsync(null, new ChildZoneDraft(null, "ftp://paris", null), Token);

        Assert.Null(trial.Result);
        Assert.Equal(["apiUrl", "token"], trial.Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Try_ARowThatExistsWithoutAToken_UsesTheStoredOne()
    {
        var id = Guid.Parse(await _root.AddChildAsync("emea", _paris));

        var trial = await Service.TryAsync(id, new ChildZoneDraft("emea", _paris.Url.ToString(), null), Token);

        Assert.True(trial.Result!.Ok, trial.Result.Message);
    }

    private static ChildZoneDraft Draft(Uri url, string token = ZoneHost.AdminToken) => new(null, url.ToString(), token);
}
