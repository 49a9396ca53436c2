using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Api.Access;

/// <summary>People are changed in a real zone; somebody always stays who may administer it.</summary>
public sealed class AccessServiceTests(AccessServiceTests.Zone zone) : IClassFixture<AccessServiceTests.Zone>
{
    private const string Actor = "user:test";

    private readonly CancellationToken _token = TestContext.Current.CancellationToken;

    private AccessService Access => zone.Host.Services.GetRequiredService<AccessService>();

    [Fact]
    public async Task AddAsync_GoodName_GivesAPersonWhosePasswordIsGoodUntilItIsReset()
    {
        var added = await AddAsync("anna", Roles.Viewer);
        var reset = Assert.IsType<AccessOutcome.Done>(await Access.ResetPasswordAsync(added.Person.Id, Actor, _token));

        Assert.Equal(("anna", Roles.Viewer), (added.Person.Name, added.Person.Role));
        Assert.NotEqual(added.Password, reset.Password);
        Assert.False(await IsPasswordAsync("anna", added.Password!));
        Assert.True(await IsPasswordAsync("anna", reset.Password!));
        Assert.DoesNotContain(reset.Password!, reset.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin", Roles.Viewer, "name")] // taken
    [InlineData("ADMIN", Roles.Viewer, "name")] // taken, whatever the case
    [InlineData("", Roles.Viewer, "name")]
    [InlineData("a b", Roles.Viewer, "name")]
    [InlineData("new", "Emperor", "role")]
    public async Task AddAsync_BadInput_IsRefusedNamingTheField(string name, string role, string field)
    {
        var outcome = Assert.IsType<AccessOutcome.Invalid>(await Access.AddAsync(name, role, Actor, _token));

        Assert.Equal(field, Assert.Single(outcome.Faults).Field);
    }

    [Fact]
    public async Task LastAdministrator_CanNotBeTakenAway()
    {
        var admin = (await Access.ListAsync("admin", 10, _token)).Single(person => person.Name == ZoneHost.AdminUserName);

        Assert.IsType<AccessOutcome.LastAdministrator>(await Access.SetRoleAsync(admin.Id, Roles.Operator, Actor, _token));
        Assert.IsType<AccessOutcome.LastAdministrator>(await Access.LockAsync(admin.Id, Actor, _token));
        Assert.IsType<AccessOutcome.LastAdministrator>(await Access.RemoveAsync(admin.Id, Actor, _token));

        var after = (await Access.ListAsync("admin", 10, _token)).Single(person => person.Name == ZoneHost.AdminUserName);
        Assert.Equal(admin, after);
    }

    [Fact]
    public async Task Administrators_TakingEachOthersRoleAtOnce_OneStays()
    {
        await using var own = await ZoneHost.StartAsync();
        var access = own.Services.GetRequiredService<AccessService>();
        var first = (await access.ListAsync(null, 10, _token)).Single();
        for (var round = 0; round < 5; round++)
        {
            var second = Assert.IsType<AccessOutcome.Done>(await access.AddAsync($"second{round}", Roles.Administrator, Actor, _token)).Person;

            var outcomes = await Task.WhenAll(
                Task.Run(() => access.SetRoleAsync(first.Id, Roles.Viewer, Actor, _token), _token),
                Task.Run(() => access.LockAsync(second.Id, Actor, _token), _token));

            Assert.Single(outcomes.OfType<AccessOutcome.Done>());
            Assert.Single(outcomes.OfType<AccessOutcome.LastAdministrator>());
            await access.SetRoleAsync(first.Id, Roles.Administrator, Actor, _token);
            await access.RemoveAsync(second.Id, Actor, _token);
        }
    }

    [Fact]
    public async Task LockAndUnlock_MoveTheStamp_SoThatSessionsEnd()
    {
        var person = (await AddAsync("bert", Roles.Operator)).Person;
        var stamps = new List<string> { await StampAsync("bert") };

        var locked = Assert.IsType<AccessOutcome.Done>(await Access.LockAsync(person.Id, Actor, _token)).Person;
        stamps.Add(await StampAsync("bert"));
        var unlocked = Assert.IsType<AccessOutcome.Done>(await Access.UnlockAsync(person.Id, Actor, _token)).Person;
        await Access.SignOutEverywhereAsync(person.Id, Actor, _token);
        stamps.Add(await StampAsync("bert"));
        await Access.SetRoleAsync(person.Id, Roles.Viewer, Actor, _token);
        stamps.Add(await StampAsync("bert"));

        Assert.True(locked.IsLockedForGood);
        Assert.False(unlocked.IsLockedAt(TimeProvider.System.GetUtcNow()));
        Assert.Equal(stamps.Count, stamps.Distinct().Count());
        Assert.Equal(Roles.Viewer, (await Access.ListAsync("BER", 10, _token)).Single().Role);
    }

    [Fact]
    public async Task RemoveAsync_Person_IsGone_AndUnknownOnesAreToldApart()
    {
        var person = (await AddAsync("carl", Roles.Viewer)).Person;

        Assert.IsType<AccessOutcome.Done>(await Access.RemoveAsync(person.Id, Actor, _token));

        Assert.Empty(await Access.ListAsync("carl", 10, _token));
        Assert.IsType<AccessOutcome.NotFound>(await Access.RemoveAsync(person.Id, Actor, _token));
        Assert.IsType<AccessOutcome.NotFound>(await Access.LockAsync(person.Id, Actor, _token));
    }

    private async Task<AccessOutcome.Done> AddAsync(string name, string role) => Assert.IsType<AccessOutcome.Done>(await Access.AddAsync(name, role, Actor, _token));

    private Task<bool> IsPasswordAsync(string name, string password) => WithAsync(name, (people, user) => people.CheckPasswordAsync(user, password));

    private Task<string> StampAsync(string name) => WithAsync(name, (people, user) => people.GetSecurityStampAsync(user));

    private async Task<T> WithAsync<T>(string name, Func<UserManager<ZoneUser>, ZoneUser, Task<T>> read)
    {
        await using var scope = zone.Host.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        return await read(people, (await people.FindByNameAsync(name))!);
    }

    public sealed class Zone : IAsyncLifetime
    {
        public ZoneHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await ZoneHost.StartAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
