using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Maintenance;

/// <summary>A database that another program holds: a clear answer that one may ask again, and nothing done.</summary>
public sealed class LockedDatabaseTests
{
    [Fact]
    public async Task Report_WhileAnotherProgramHoldsTheFile_Is503AndWorksAgainAfterwards()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await ZoneHost.StartInAsync(directory.Path, ["Zone:Name=solo"]);
        var file = Directory.GetFiles(directory.Path, "zone.db", SearchOption.AllDirectories).Single();
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using (var transaction = other.BeginTransaction(deferred: false))
        {
            using var refused = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":8}}""");
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/database-unavailable"), (refused.StatusCode, problem.GetProperty("type").GetString()));
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.DoesNotContain(directory.Path, problem.GetRawText(), StringComparison.Ordinal);
        }

        using var taken = await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":8}}""");
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }
}
