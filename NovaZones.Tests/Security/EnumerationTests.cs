using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Access;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Audit;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Neither what a refused sign-in says nor how long it takes tells whose names there are.</summary>
public sealed partial class EnumerationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_Refused_SaysTheSameAndWorksAsMuch_WhoeverItIs()
    {
        await using var zone = await ZoneHost.StartAsync();
        var access = zone.Services.GetRequiredService<AccessService>();
        foreach (var name in new[] { "zq-known", "zq-locked", "zq-of-a-provider" })
        {
            var added = Assert.IsType<AccessOutcome.Done>(await access.AddAsync(name, Roles.Viewer, "admin", Token));
            if (name == "zq-locked")
            {
                await access.LockAsync(added.Person.Id, "admin", Token);
            }
        }

        await using (var scope = zone.Services.CreateAsyncScope())
        {
            var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
            await people.RemovePasswordAsync((await people.FindByNameAsync("zq-of-a-provider"))!);
        }

        string[] names = ["zq-known", "zq-locked", "zq-of-a-provider", "zq-nobody"];
        var answers = new List<string>();
        var work = new List<int>();
        foreach (var name in names)
        {
            using var browser = new PersonBrowser(zone);
            Assert.Null(await browser.SignInAsync(name, "wrong password"));
            answers.Add(OfThisAnswer().Replace(browser.Page, "").Replace(name, "", StringComparison.Ordinal));
            work.Add(await WorkOfAsync(zone, name));
        }

        Assert.Contains("login-refused", answers[0], StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal([1, 1, 1, 1], work);
    }

    /// <summary>How often a password was put through the slow function for one refused sign-in.</summary>
    private static async Task<int> WorkOfAsync(ZoneHost zone, string name)
    {
        await using var scope = zone.Services.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<ZoneUser>>();
        var counted = new CountedHasher(signIn.UserManager.PasswordHasher);
        signIn.UserManager.PasswordHasher = counted;
        var console = new ConsoleSignIn(signIn, counted, scope.ServiceProvider.GetRequiredService<SecondFactor>(), scope.ServiceProvider.GetRequiredService<SignInRecords>(), scope.ServiceProvider.GetRequiredService<SignOuts>());
        Assert.Equal(SignInOutcome.Refused, await console.SignInAsync(name, "wrong password"));
        return counted.Count;
    }

    // Words and tokens that are new in each answer.
    [GeneratedRegex("""(nonce|value|content|src|href|integrity)="[^"]*"|<!--.*?-->""", RegexOptions.Singleline)]
    private static partial Regex OfThisAnswer();

    private sealed class CountedHasher(IPasswordHasher<ZoneUser> real) : IPasswordHasher<ZoneUser>
    {
        public int Count { get; private set; }

        public string HashPassword(ZoneUser user, string password)
        {
            Count++;
            return real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(ZoneUser user, string hashedPassword, string providedPassword)
        {
            Count++;
            return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
