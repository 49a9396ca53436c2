using System.Net;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>Three levels of real zones: an instance is shown, listed and released wherever it is, and what is away is said to be so.</summary>
public sealed class DeepInstancesTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _parisDirectory = new();
    private readonly TemporaryDirectory _emeaDirectory = new();
    private ZoneHost _root = null!;
    private ZoneHost _emea = null!;
    private ZoneHost _paris = null!;

    public async ValueTask InitializeAsync()
    {
        _root = await ZoneHost.StartAsync(["Zone:Name=root", .. Books.Quick]);
        _emea = await ZoneHost.StartInAsync(_emeaDirectory.Path, ["Zone:Name=emea", .. Books.Quick]);
        _paris = await ZoneHost.StartInAsync(_parisDirectory.Path, ["Zone:Name=paris", "Zone:DiscloseHosts=true", .. Books.Quick]);
        await _paris.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        await _emea.AddChildAsync("paris", _paris);
        await _root.AddChildAsync("emea", _emea);
    }

    public async ValueTask DisposeAsync()
    {
        await _root.DisposeAsync();
        await _emea.DisposeAsync();
        await _paris.DisposeAsync();
        _emeaDirectory.Dispose();
        _parisDirectory.Dispose();
    }

    [Fact]
    public async Task Show_TwoLevelsBelow_NamesTheWholePathAndTheDisclosedHost()
    {
        var (_, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":2}}""");
        var id = IdOf(answer);

        var seen = await _root.GetAsync($"/api/v1/instances/{id}");
        var listed = (await _root.GetAsync($"/api/v1/placements/{ReservationOf(answer)}")).GetProperty("instances")[0];

        Assert.Equal(("Placed", "emea!paris", "p1"), Facts(seen));
        Assert.Equal(Facts(seen), Facts(listed));
        Assert.Equal(("Placed", "paris", "p1"), Facts(await _emea.GetAsync($"/api/v1/instances/{id}")));
        Assert.Equal(("Placed", "paris", "p1"), Facts(await _paris.GetAsync($"/api/v1/instances/{id}")));
    }

    [Fact]
    public async Task Show_ReleasedByTheLowestZonesOperator_IsLostAtEveryLevelAbove()
    {
        var (_, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":2}}""");
        using var gone = await _paris.Client.DeleteAsync($"/api/v1/instances/{IdOf(answer)}", TestContext.Current.CancellationToken);

        var seen = await _root.GetAsync($"/api/v1/instances/{IdOf(answer)}");
        await Books.SettleUntilAsync(async () => (await _root.InstancesAsync())["Lost"].Any(), _emea, _root);

        Assert.Equal(("Lost", "emea!paris", "p1"), Facts(seen));
        Assert.Equal("child zone paris answers and does not hold it", seen.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Show_OnlyTheLowestAway_IsUnknownWithWhatIsKnown()
    {
        var (_, answer) = await _root.PlaceAsync("""{"resources":{"VCPU":2}}""");
        await _paris.DisposeAsync();

        var seen = await _root.GetAsync($"/api/v1/instances/{IdOf(answer)}");
        var listed = (await _root.GetAsync($"/api/v1/placements/{ReservationOf(answer)}")).GetProperty("instances")[0];
        for (var i = 0; i < 3; i++)
        {
            await _root.SettleAsync();
            await _emea.SettleAsync();
        }

        Assert.Equal(("Unknown", "emea!paris", "p1"), Facts(seen));
        Assert.Contains("paris", seen.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(("Unknown", "emea!paris", "p1"), Facts(listed));

        // Silence proves nothing: however often records are compared meanwhile, nothing is deleted and nothing is called lost.
        Assert.Equal("Unknown", (await _root.GetAsync($"/api/v1/instances/{IdOf(answer)}")).GetProperty("state").GetString());
        await ReturnParisAsync();
        await Eventually.IsTrueAsync(async () => (await _root.GetAsync($"/api/v1/instances/{IdOf(answer)}")).GetProperty("state").GetString() == "Placed");
    }

    [Fact]
    public async Task Release_LowestAway_IsRememberedAndDoneWhenItIsBack()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");
        await _paris.DisposeAsync();

        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{ReservationOf(answer)}", TestContext.Current.CancellationToken);
        await ReturnParisAsync();
        await Books.SettleUntilAsync(async () => await _paris.UsedAsync("p1", "VCPU") == 0, _emea, _root);
        await Books.SettleUntilAsync(async () => await StateAsync(answer) == "Released", _emea, _root);

        // The middle zone took it over: to the root it is done as soon as that zone has promised.
        Assert.Contains(released.StatusCode, new[] { HttpStatusCode.NoContent, HttpStatusCode.Accepted });
        Assert.Empty(await _emea.InstancesAsync());
    }

    [Fact]
    public async Task Release_MiddleAway_IsAcceptedAndDoneWhenItIsBack()
    {
        var (_, answer) = await _root.PlaceAsync("""{"count":2,"resources":{"VCPU":2}}""");
        var url = _emea.Url;
        await _emea.DisposeAsync();

        using var released = await _root.Client.DeleteAsync($"/api/v1/placements/{ReservationOf(answer)}", TestContext.Current.CancellationToken);
        var meanwhile = (await StateAsync(answer), await _paris.UsedAsync("p1", "VCPU"));
        _emea = await ZoneHost.StartInAsync(_emeaDirectory.Path, ["Zone:Name=emea", $"urls={url.ToString().TrimEnd('/')}", .. Books.Quick]);
        await Books.SettleUntilAsync(async () => await _paris.UsedAsync("p1", "VCPU") == 0 && await StateAsync(answer) == "Released", _emea, _root);

        Assert.Equal((HttpStatusCode.Accepted, ("Releasing", 4L)), (released.StatusCode, meanwhile));
    }

    private async Task ReturnParisAsync()
    {
        var url = _paris.Url;
        _paris = await ZoneHost.StartInAsync(_parisDirectory.Path, ["Zone:Name=paris", "Zone:DiscloseHosts=true", $"urls={url.ToString().TrimEnd('/')}", .. Books.Quick]);
    }

    private async Task<string?> StateAsync(JsonElement answer) => (await _root.GetAsync($"/api/v1/placements/{ReservationOf(answer)}")).GetProperty("state").GetString();

    private static string IdOf(JsonElement answer) => answer.GetProperty("instances")[0].GetProperty("id").GetString()!;

    private static string ReservationOf(JsonElement answer) => answer.GetProperty("reservationId").GetString()!;

    private static (string? State, string? Zone, string? Host) Facts(JsonElement instance) =>
        (instance.GetProperty("state").GetString(), instance.GetProperty("zone").GetString(), instance.TryGetProperty("host", out var host) ? host.GetString() : null);
}
