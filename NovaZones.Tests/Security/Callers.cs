using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Everybody who can come to a zone: nobody, a person of each role, and a program with a token of each scope.</summary>
internal sealed partial class Callers : IDisposable
{
    public const string Anonymous = "anonymous";

    private const string Password = "a password of nobody";

    private readonly Dictionary<string, HttpClient> _clients = [];

    private Callers()
    {
    }

    /// <summary>A client of each caller, by role or scope.</summary>
    public IReadOnlyDictionary<string, HttpClient> All => _clients;

    public static async Task<Callers> CreateAsync(ZoneHost zone)
    {
        var callers = new Callers();
        callers._clients.Add(Anonymous, zone.CreateClient(null));
        foreach (var role in Roles.All)
        {
            callers._clients.Add(role, await SignInAsync(zone, await AddPersonAsync(zone, role)));
        }

        foreach (var scope in ApiScopes.All)
        {
            callers._clients.Add(scope, zone.CreateClient(await zone.CreateTokenAsync(scope)));
        }

        return callers;
    }

    /// <summary>Adds a person with one role.</summary>
    /// <returns>Their name.</returns>
    public static async Task<string> AddPersonAsync(ZoneHost zone, string role)
    {
        await using var scope = zone.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        var person = new ZoneUser { UserName = "test-" + role };
        Assert.True((await people.CreateAsync(person, Password)).Succeeded);
        Assert.True((await people.AddToRoleAsync(person, role)).Succeeded);
        return person.UserName;
    }

    /// <summary>A browser in which a person of <see cref="AddPersonAsync"/> is signed in.</summary>
    public static async Task<HttpClient> SignInAsync(ZoneHost zone, string userName)
    {
        var browser = zone.CreateClient(null);
        var page = await browser.GetStringAsync("/login", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "login"), new("__RequestVerificationToken", AntiforgeryToken().Match(page).Groups[1].Value), new("Input.UserName", userName), new("Input.Password", Password),
        ]);
        using var answer = await browser.PostAsync("/login", form, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
