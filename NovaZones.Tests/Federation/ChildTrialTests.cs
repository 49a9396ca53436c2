using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core;
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

    /// <remarks>Whoever may change children may not see their tokens, and must not be sent them either.</remarks>
    [Fact]
    public async Task TryAndChange_AnotherAddressWithoutAToken_NamesTheTokenAndSendsNone()
    {
        var id = Guid.Parse(await _root.AddChildAsync("emea", _paris));
        await using var listener = await OddChild.StartAsync();
        var draft = new ChildZoneDraft("emea", listener.Url.ToString(), null);

        var trial = await Service.TryAsync(id, draft, Token);
        using var changed = await _root.SendJsonAsync(HttpMethod.Put, $"/api/v1/zones/{id}", $$"""{"name":"emea","apiUrl":"{{listener.Url}}"}""");
        using var tested = await _root.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);

        Assert.Null(trial.Result);
        Assert.Equal(new Fault("token", "is required for another address"), Assert.Single(trial.Faults));
        Assert.Equal(HttpStatusCode.BadRequest, changed.StatusCode);
        Assert.Contains("is required for another address", await changed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, listener.Heard);
        Assert.Equal(_paris.Url.Port, _root.Services.GetRequiredService<ChildZoneRegistry>().Find(id)!.Child.ApiUrl.Port);

        var given = await Service.TryAsync(id, draft with { Token = "its-own" }, Token);

        Assert.True(given.Result!.Ok, given.Result.Message);
        Assert.Equal(["Bearer its-own"], listener.Credentials);
    }

    [Theory]
    [InlineData("https", "127.0.0.1", 0)]
    [InlineData("http", "localhost", 0)]
    [InlineData("http", "127.0.0.1", 1)]
    public async Task Try_AddressThatDiffersInOnePart_NamesTheToken(string scheme, string host, int aside)
    {
        var id = Guid.Parse(await _root.AddChildAsync("emea", _paris));
        var other = new UriBuilder(_paris.Url) { Scheme = scheme, Host = host, Port = _paris.Url.Port + aside }.Uri;

        var trial = await Service.TryAsync(id, new ChildZoneDraft("emea", other.ToString(), null), Token);

        Assert.Equal("token", Assert.Single(trial.Faults).Field);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("\u00e9")]
    public async Task Try_TokenThatNoHeaderHolds_NamesIt(string token)
    {
        var trial = await Service.TryAsync(null, Draft(_paris.Url, token), Token);

        Assert.Null(trial.Result);
        Assert.Equal("token", Assert.Single(trial.Faults).Field);
    }

    private static ChildZoneDraft Draft(Uri url, string token = ZoneHost.AdminToken) => new(null, url.ToString(), token);
}
