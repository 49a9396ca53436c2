using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>A defect tells whoever met it nothing of the program's insides, in no environment.</summary>
public sealed class DefectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Defect_IsAnsweredWithATraceIdAlone(string environment)
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await ZoneHost.StartInAsync(directory.Path, [$"environment={environment}", "Zone:Name=solo"]);
        using var browser = new PersonBrowser(zone);
        Assert.Equal("/", await browser.SignInAsync(ZoneHost.AdminUserName, ZoneHost.AdminPassword));
        var file = Directory.GetFiles(directory.Path, "zone.db", SearchOption.AllDirectories).Single();
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync(Token);
            await using var drop = other.CreateCommand();
            drop.CommandText = "DROP TABLE ApiTokens";
            await drop.ExecuteNonQueryAsync(Token);
        }

        // By the cookie: no token could be looked up any more.
        foreach (var address in new[] { "/api/v1/tokens", "/access?tab=tokens" })
        {
            using var answer = await browser.Client.GetAsync(address, Token);
            var text = await answer.Content.ReadAsStringAsync(Token);

            Assert.All(["   at ", "NovaZones.Data", "EntityFramework", directory.Path, ".cs:line"], inside => Assert.DoesNotContain(inside, text, StringComparison.OrdinalIgnoreCase));
            if (address.StartsWith("/api", StringComparison.Ordinal))
            {
                // An administrator's page says what the database said; a program's answer does not.
                Assert.All(["Sqlite", "no such table", "ApiTokens"], inside => Assert.DoesNotContain(inside, text, StringComparison.OrdinalIgnoreCase));
                Assert.True((int)answer.StatusCode >= 500, $"{address}: {answer.StatusCode}");
                Assert.NotEmpty(JsonElement.Parse(text).GetProperty("traceId").GetString()!);
            }
        }
    }
}
