using NovaZones.Client;
using NovaZones.Client.Models;
using NovaZones.Core.Access;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Cli;

/// <summary>Calls of the client library that the command line does not make.</summary>
public sealed class ZoneApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReportHosts_TakesWhatIsRight_AndNamesEachLineThatIsNot()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        using var api = new ZoneApi(new ZoneApiOptions { Zone = zone.Url, Token = ZoneHost.AdminToken });
        object[] reports =
        [
            new { name = "h1", inventories = new { VCPU = 8 } },
            new { name = "a b", inventories = new { VCPU = 8 } },
            new { name = "h2", inventories = new { VCPU = 16 }, traits = new[] { "CUSTOM_FAST" } },
        ];

        var told = await api.ReportHostsAsync(reports, Token);
        var again = await api.ReportHostsAsync([reports[0]], Token);
        var none = await api.ReportHostsAsync([], Token);

        Assert.Equal((2, 2, 0, 1), (told.Accepted, told.Created, told.Updated, told.Failed));
        var refused = Assert.Single(told.Errors);
        Assert.Equal((2, "a b"), (refused.Line, refused.Name));
        Assert.Equal("name", Assert.Single(refused.Errors).Field);
        Assert.Equal((1, 0, 1, 0), (again.Accepted, again.Created, again.Updated, again.Failed));
        Assert.Equal(0, none.Accepted);
        Assert.Equal(["CUSTOM_FAST"], (await api.GetHostAsync("h2", Token)).Traits);
    }

    [Fact]
    public async Task Place_AsTheDocumentationSays_Places()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=solo");
        await zone.ReportHostAsync("h1", """{"inventories":{"VCPU":8,"MEMORY_MB":4096}}""");
        using var api = new ZoneApi(new ZoneApiOptions { Zone = zone.Url, Token = ZoneHost.AdminToken });

        var placed = await api.PlaceAsync(new { count = 2, resources = new { VCPU = 2, MEMORY_MB = 1024 } }, idempotencyKey: "web-1", Token);
        var refused = await api.PlaceAsync(new { Count = 1, MinCount = 1, Resources = new { VCPU = 9 } }, cancellationToken: Token);

        Assert.Equal(2, Assert.IsType<Placement.Placed>(placed).Answer.Instances.Count);
        Assert.Contains(Assert.IsType<Placement.Refused>(refused).Refusal.Filters, filter => filter is { Filter: "Resources", Dropped: 1 });
    }

    [Fact]
    public async Task AddChild_IsAChildThatIsSeen_AndTheSameNameAgainIsRefused()
    {
        await using var child = await ZoneHost.StartAsync("Zone:Name=paris");
        await using var zone = await ZoneHost.StartAsync("Zone:Name=emea");
        using var api = new ZoneApi(new ZoneApiOptions { Zone = zone.Url, Token = ZoneHost.AdminToken });
        var token = await child.CreateTokenAsync(ApiScopes.ZoneParent);

        var added = await api.AddChildAsync("paris", child.Url, token, Token);

        Assert.Equal(("paris", true), (added.Name, added.Enabled));
        await Eventually.IsTrueAsync(async () => Assert.Single((await api.ListChildrenAsync(cancellationToken: Token)).Items).State == "Online");
        Assert.Contains((await api.GetTreeAsync(cancellationToken: Token)).Children, zone => zone.Name == "paris");
        await Assert.ThrowsAsync<ZoneProblemException>(() => api.AddChildAsync("paris", child.Url, token, Token));
        await Assert.ThrowsAsync<ZoneProblemException>(() => api.AddChildAsync("odd", new Uri("http://169.254.169.254/"), token, Token));
    }
}
