using System.Net;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Api.Policies;

/// <summary>Several save and remove one policy at the same moment.</summary>
public sealed class PolicyRaceTests
{
    [Fact]
    public async Task Save_WhileOthersSaveAndRemoveIt_IsDoneOrRefusedAndNeverFails()
    {
        await using var zone = await ZoneHost.StartAsync("Zone:Name=paris");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async who =>
        {
            var seen = new List<HttpStatusCode>();
            for (var i = 0; i < 20; i++)
            {
                using var answer = (who + i) % 3 == 0
                    ? await zone.Client.DeleteAsync("/api/v1/policies/fought-over", TestContext.Current.CancellationToken)
                    : await zone.SendJsonAsync(HttpMethod.Put, "/api/v1/policies/fought-over", """{"weights":{"cpu":2}}""");
                seen.Add(answer.StatusCode);
            }

            return seen;
        }));

        Assert.All(
            answers.SelectMany(a => a),
            status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.Conflict }));
        Assert.Contains(answers, a => a.Exists(status => status is HttpStatusCode.OK or HttpStatusCode.Created));
    }
}
