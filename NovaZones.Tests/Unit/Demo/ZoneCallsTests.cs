using System.Net;
using System.Text;
using NovaZones.Web.Demo.Client;
using Xunit;

namespace NovaZones.Tests.Unit.Demo;

/// <summary>How a call ended, told as a value: what is asked again must not be mistaken for an answer, nor the other way round.</summary>
public sealed class ZoneCallsTests
{
    private const string Placed =
        """{"reservationId":"r-1","state":"Placed","requested":2,"placed":2,"instances":[{"id":"0197f6a1-0000-7000-8000-000000000001","zone":"planet","host":"h1","score":1},{"id":"0197f6a1-0000-7000-8000-000000000002","zone":"planet!emea","host":null,"score":0.5}]}""";

    [Theory]
    [InlineData(201, Placed, "Placed r-1 2 planet,planet!emea")]
    [InlineData(409, """{"type":"/problems/no-valid-host","filters":[{"filter":"Traits","dropped":3,"wouldDrop":3}]}""", "Refused Traits")]
    [InlineData(409, """{"type":"/problems/claim-lost","title":"gone"}""", "Refused claim-lost")]
    [InlineData(400, """{"type":"/problems/invalid","title":"Wrong","errors":[{"field":"count","message":"must be 1 or more"}]}""", "Rejected status 400: Wrong; count must be 1 or more")]
    [InlineData(401, "", "Rejected status 401: The zone does not know the token.")]
    [InlineData(503, """{"type":"/problems/busy"}""", "Unanswered status 503")]
    [InlineData(429, "", "Unanswered status 429")]
    [InlineData(408, "", "Unanswered status 408")]
    [InlineData(201, "<html>", "Unanswered unreadable answer")]
    public async Task Place_EveryAnswer_HasOneEnding(int status, string body, string ending)
    {
        using var zone = ZoneCalls.Open(new Uri("http://127.0.0.1:1"), "token", TimeSpan.FromSeconds(5), new Answering(status, body));

        var reply = await zone.TryPlaceAsync(new PlacementAsk { Count = 2 }, "key", TestContext.Current.CancellationToken);

        Assert.Equal(ending, reply switch
        {
            PlacementReply.Placed placed => $"Placed {placed.ReservationId} {placed.Count} {string.Join(',', placed.Zones)}",
            PlacementReply.Refused refused => $"Refused {refused.Refusal.Cause}",
            PlacementReply.Rejected rejected => $"Rejected {rejected.Reason}",
            PlacementReply.Unanswered unanswered => $"Unanswered {unanswered.Reason}",
            _ => "",
        });
    }

    [Theory]
    [InlineData(204, nameof(ReleaseReply.Released))]
    [InlineData(202, nameof(ReleaseReply.Released))]
    [InlineData(404, nameof(ReleaseReply.Unknown))]
    [InlineData(503, nameof(ReleaseReply.Unanswered))]
    [InlineData(403, nameof(ReleaseReply.Unanswered))]
    public async Task Release_EveryAnswer_HasOneEnding(int status, string ending)
    {
        using var zone = ZoneCalls.Open(new Uri("http://127.0.0.1:1"), "token", TimeSpan.FromSeconds(5), new Answering(status, ""));

        Assert.Equal(ending, (await zone.TryReleaseAsync("r-1", TestContext.Current.CancellationToken)).ToString());
    }

    [Fact]
    public async Task Nobody_Answers_IsUnanswered_AndWhoeverGivesUpIsToldSo()
    {
        using var zone = ZoneCalls.Open(new Uri("http://127.0.0.1:1"), "token", TimeSpan.FromSeconds(5));
        using var over = new CancellationTokenSource();
        var reply = await zone.TryPlaceAsync(new PlacementAsk(), "key", over.Token);
        await over.CancelAsync();

        Assert.Equal("connection refused", Assert.IsType<PlacementReply.Unanswered>(reply).Reason);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => zone.TryPlaceAsync(new PlacementAsk(), "key", over.Token));
    }

    private sealed class Answering(int status, string body) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request });
    }
}
