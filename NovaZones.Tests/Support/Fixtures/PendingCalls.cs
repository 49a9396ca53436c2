using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Calls about placements that are answered later.</summary>
internal static class PendingCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Sends a placement with <c>Prefer: respond-async</c>.</summary>
    public static async Task<HttpResponseMessage> SendAsyncPlacementAsync(this HttpClient client, string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Prefer", "respond-async");
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Stores a placement to be answered later.</summary>
    /// <returns>Its reservation.</returns>
    public static async Task<string> SubmitAsync(this HttpClient client, string json, string? idempotencyKey = null)
    {
        using var response = await client.SendAsyncPlacementAsync(json, idempotencyKey);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode} {body}");
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.GetProperty("reservationId").GetString()!;
    }

    public static Task<JsonElement> ReservationAsync(this HttpClient client, string id) => client.GetFromJsonAsync<JsonElement>($"/api/v1/placements/{id}")!;

    /// <summary>Waits until a placement is in a state.</summary>
    /// <returns>The placement in that state.</returns>
    public static async Task<JsonElement> UntilAsync(this HttpClient client, string id, string state)
    {
        JsonElement last = default;
        await UntilAsync(async () => (last = await client.ReservationAsync(id)).GetProperty("state").GetString() == state, () => last.GetRawText());
        return last;
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? describe = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            try
            {
                await Task.Delay(20, patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not come about within {Patience}: {describe?.Invoke()}");
            }
        }
    }

    public static int Instances(this JsonElement reservation) => reservation.GetProperty("instances").GetArrayLength();
}
