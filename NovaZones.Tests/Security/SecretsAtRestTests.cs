using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Data.Identity;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>Whoever reads the zone's files, a backup or the API finds no secret in clear.</summary>
public sealed class SecretsAtRestTests
{
    private const string ChildSecret = "nz_secret-of-the-child-zone-0123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_OfAZone_HoldNamesAndNoSecret()
    {
        using var directory = new TemporaryDirectory();
        var secrets = new List<string> { ZoneHost.AdminToken, ZoneHost.AdminPassword, ChildSecret };
        await using (var zone = await ZoneHost.StartInAsync(directory.Path, ["Zone:Name=solo"]))
        {
            secrets.Add(await zone.CreateTokenAsync("read"));
            using var added = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"a-child-of-that-name","apiUrl":"http://127.0.0.1:9","token":"{{ChildSecret}}"}""");
            Assert.True(added.IsSuccessStatusCode);
            var told = await added.Content.ReadAsStringAsync(Token) + (await zone.GetAsync("/api/v1/zones")).GetRawText();
            Assert.DoesNotContain(ChildSecret, told, StringComparison.Ordinal);
            secrets.AddRange(await SetUpSecondFactorAsync(zone));
            Look(directory.Path, secrets); // also what stands in the log of the database alone
        }

        Look(directory.Path, secrets);
    }

    private static async Task<List<string>> SetUpSecondFactorAsync(ZoneHost zone)
    {
        await using var scope = zone.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<ZoneUser>>();
        var admin = (await people.FindByNameAsync(ZoneHost.AdminUserName))!;
        await people.ResetAuthenticatorKeyAsync(admin);
        var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(admin, 10);
        return [(await people.GetAuthenticatorKeyAsync(admin))!, .. codes!];
    }

    private static void Look(string directory, List<string> secrets)
    {
        var everything = string.Concat(Directory.GetFiles(directory, "zone.db*", SearchOption.AllDirectories).Select(Read));
        Assert.Contains("a-child-of-that-name", everything, StringComparison.Ordinal);
        Assert.Contains(ZoneHost.AdminUserName, everything, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase));
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
