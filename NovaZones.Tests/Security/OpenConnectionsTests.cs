using System.Net;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>What stays open after the request that was let in ends when its person or token would not be let in any more, and nobody else's does.</summary>
public sealed class OpenConnectionsTests(OpenConnectionsTests.Zone zone) : IClassFixture<OpenConnectionsTests.Zone>
{
    private const string Actor = "admin";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AccessService Access => zone.Host.Services.GetRequiredService<AccessService>();

    [Theory]
    [InlineData(ApiScopes.Read, true)]
    [InlineData(ApiScopes.Admin, true)]
    [InlineData(ApiScopes.ZoneParent, false)]
    public async Task Token_Revoked_ItsListenersAndWatchersEnd_AndOthersStay(string scope, bool watches)
    {
        var revoked = await Access.CreateTokenAsync("revoked", [scope], null, null, Actor, Token);
        var other = await Access.CreateTokenAsync("other", [scope], null, null, Actor, Token);
        await using var listener = await HubEars.ListenAsync(zone.Host.Url, revoked.Secret);
        await using var otherListener = await HubEars.ListenAsync(zone.Host.Url, other.Secret);
        using var client = zone.Host.CreateClient(revoked.Secret);
        using var otherClient = zone.Host.CreateClient(other.Secret);
        var watcher = watches ? await WatchAsync(client) : null;
        var otherWatcher = watches ? await WatchAsync(otherClient) : null;

        Assert.True(await Access.RevokeTokenAsync(revoked.Token.Id, Actor, Token));

        await Eventually.IsTrueAsync(() => listener.HasEnded && watcher is null or { IsCompletedSuccessfully: true });
        Assert.False(otherListener.HasEnded);
        Assert.False(otherWatcher is { IsCompleted: true });
    }

    [Fact]
    public async Task Token_Expired_ItsListenersAndWatchersEnd()
    {
        var expiring = await Access.CreateTokenAsync("expiring", [ApiScopes.Read], TimeProvider.System.GetUtcNow().AddSeconds(10), null, Actor, Token);
        await using var listener = await HubEars.ListenAsync(zone.Host.Url, expiring.Secret);
        using var client = zone.Host.CreateClient(expiring.Secret);
        var watcher = await WatchAsync(client);

        await Eventually.IsTrueAsync(() => listener.HasEnded && watcher.IsCompletedSuccessfully);

        Assert.True(TimeProvider.System.GetUtcNow() > expiring.Token.ExpiresAt);
        using var late = await client.GetAsync("/api/v1/zone", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("role")]
    [InlineData("sign-out")]
    [InlineData("password")]
    public async Task Person_LetOut_ListenersWatchersAndCircuitsEnd_AndOthersStay(string how)
    {
        using var person = await SignInAsync($"out-{how}");
        using var other = await SignInAsync($"stays-{how}");
        await using var listener = await HubEars.ListenAsync(zone.Host.Url, o => o.Cookies = person.Browser.Cookies);
        await using var otherListener = await HubEars.ListenAsync(zone.Host.Url, o => o.Cookies = other.Browser.Cookies);
        var watcher = await WatchAsync(person.Browser.Client);
        var otherWatcher = await WatchAsync(other.Browser.Client);
        await using var circuits = zone.Host.Services.CreateAsyncScope();
        var circuit = await OpenCircuitAsync(circuits.ServiceProvider, person.Id);
        await using var otherCircuits = zone.Host.Services.CreateAsyncScope();
        var otherCircuit = await OpenCircuitAsync(otherCircuits.ServiceProvider, other.Id);

        var outcome = how switch
        {
            "lock" => await Access.LockAsync(person.Id, Actor, Token),
            "remove" => await Access.RemoveAsync(person.Id, Actor, Token),
            "role" => await Access.SetRoleAsync(person.Id, Roles.Viewer, Actor, Token),
            "sign-out" => await Access.SignOutEverywhereAsync(person.Id, Actor, Token),
            _ => await Access.ResetPasswordAsync(person.Id, Actor, Token),
        };

        Assert.IsType<AccessOutcome.Done>(outcome);
        await Eventually.IsTrueAsync(async () => listener.HasEnded && watcher.IsCompletedSuccessfully && !await IsSignedInAsync(circuit));
        Assert.NotEqual(HttpStatusCode.OK, await person.Browser.StatusAsync()); // nor does a copy of the cookie open anything
        Assert.False(otherListener.HasEnded);
        Assert.False(otherWatcher.IsCompleted);
        Assert.True(await IsSignedInAsync(otherCircuit));
        Assert.Equal(HttpStatusCode.OK, await other.Browser.StatusAsync());
    }

    [Fact]
    public async Task Nobody_WhereCredentialsAreSwitchedOff_GoesOnWatching()
    {
        await using var open = await ZoneHost.StartAsync("Placement:Auth=noauth", "Auth:RecheckInterval=00:00:01");
        var access = open.Services.GetRequiredService<AccessService>();
        var revoked = await access.CreateTokenAsync("revoked", [ApiScopes.Read], null, null, Actor, Token);
        using var nobody = open.CreateClient(null);
        using var client = open.CreateClient(revoked.Secret);
        var (going, ending) = (await WatchAsync(nobody), await WatchAsync(client));

        await access.RevokeTokenAsync(revoked.Token.Id, Actor, Token);
        await Eventually.IsTrueAsync(() => ending.IsCompletedSuccessfully);

        Assert.False(going.IsCompleted);
    }

    [Fact]
    public async Task Start_IntervalOutOfRange_NamesTheSetting()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ZoneHost.StartAsync("Auth:RecheckInterval=00:06:00"));

        Assert.Contains("RecheckInterval", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    /// <summary>Opens the events; the task ends well when the zone ends them in order, with an exception when they break.</summary>
    private static async Task<Task> WatchAsync(HttpClient client)
    {
        var response = await client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, Token);
        response.EnsureSuccessStatusCode();
        return ReadAsync(response);

        static async Task ReadAsync(HttpResponseMessage response)
        {
            using (response)
            {
                await response.Content.CopyToAsync(Stream.Null, Token);
            }
        }
    }

    private static async Task<AuthenticationStateProvider> OpenCircuitAsync(IServiceProvider circuit, Guid id)
    {
        var person = await circuit.GetRequiredService<UserManager<ZoneUser>>().FindByIdAsync(id.ToString());
        var user = await circuit.GetRequiredService<IUserClaimsPrincipalFactory<ZoneUser>>().CreateAsync(person!);
        var provider = circuit.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)provider).SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        await ((CircuitPerson)provider).WatchAsync();
        Assert.True(await IsSignedInAsync(provider));
        return provider;
    }

    private static async Task<bool> IsSignedInAsync(AuthenticationStateProvider circuit) => (await circuit.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated == true;

    private async Task<SignedIn> SignInAsync(string name)
    {
        var added = Assert.IsType<AccessOutcome.Done>(await Access.AddAsync(name, Roles.Operator, Actor, Token));
        var browser = new PersonBrowser(zone.Host);
        Assert.Equal("/", await browser.SignInAsync(name, added.Password!));
        return new SignedIn(added.Person.Id, browser);
    }

    private sealed record SignedIn(Guid Id, PersonBrowser Browser) : IDisposable
    {
        public void Dispose() => Browser.Dispose();
    }

    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync("Auth:RecheckInterval=00:00:01");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
