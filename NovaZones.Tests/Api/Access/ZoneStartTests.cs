using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web;
using NovaZones.Web.Composition;
using Xunit;

namespace NovaZones.Tests.Api.Access;

public class ZoneStartTests
{
    [Fact]
    public async Task Start_SecondTime_KeepsPeopleAndTokensAndAddsTheNewlyConfigured()
    {
        using var directory = new TemporaryDirectory();
        await using (await ZoneHost.StartInAsync(directory.Path))
        {
        }

        await using var zone = await ZoneHost.StartInAsync(directory.Path, "Auth:BootstrapToken=another-configured-token", "Auth:Admin:UserName=other");
        using var another = zone.CreateClient("another-configured-token");

        Assert.Equal(HttpStatusCode.OK, (await zone.Client.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await another.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
        await using var db = await zone.Services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["admin"], await db.Users.Select(user => user.UserName).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Roles.All.Order(), await db.Roles.Select(role => role.Name!).Order().ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_TwoZonesInOneProcess_KeepTheirTokensApart()
    {
        await using var first = await ZoneHost.StartAsync("Zone:Name=first");
        await using var second = await ZoneHost.StartAsync("Zone:Name=second", "Auth:BootstrapToken=token-of-the-second-zone");
        using var stranger = first.CreateClient("token-of-the-second-zone");
        using var own = second.CreateClient("token-of-the-second-zone");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Start_PasswordTooShort_NamesTheSettingAndHidesTheValue()
    {
        var refusal = await Assert.ThrowsAsync<ZoneStartException>(() => ZoneHost.StartAsync("Auth:Admin:Password=hunter2"));

        Assert.Contains("Auth:Admin:Password", refusal.Message);
        Assert.DoesNotContain("hunter2", refusal.Message);
    }

    [Fact]
    public void Create_ManyBadSettings_ListsEachWithItsKey()
    {
        var refusal = Assert.Throws<AggregateException>(() => ZoneApplication.Create(
            ["--Zone:Name=a b", "--Placement:Auth=maybe", "--Auth:BootstrapToken=short", "--Database:Provider=Oracle"]));

        var lines = string.Join('\n', StartFaults.Explain(refusal));
        Assert.All(["Zone:Name", "Placement:Auth", "Auth:BootstrapToken", "Database:Provider"], key => Assert.Contains(key, lines));
        Assert.All(refusal.InnerExceptions, inner => Assert.IsType<OptionsValidationException>(inner));
    }

    [Fact]
    public async Task NoAuth_CallWithoutToken_MayReadButNotAdminister()
    {
        await using var zone = await ZoneHost.StartAsync("Placement:Auth=noauth");
        using var client = zone.CreateClient(null);
        using var impostor = zone.CreateClient("not-a-token-at-all");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await impostor.GetAsync("/api/v1/tokens", TestContext.Current.CancellationToken)).StatusCode);
    }
}
