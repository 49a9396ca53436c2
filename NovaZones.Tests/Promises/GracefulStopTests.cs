using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Promises;

/// <summary>A zone that is asked to stop, as systemd and Docker ask, ends what is under way and loses nothing. A real process, a real SIGTERM.</summary>
public sealed class GracefulStopTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_WhileLoadedAndListenedTo_AnswersWhatItTook_AndEndsWell()
    {
        using var directory = new TemporaryDirectory();
        var (answered, open) = (new ConcurrentDictionary<string, string>(), new ConcurrentBag<string>());
        string taken;
        await using (var zone = await RealZone.StartAsync("drain", directory.Path, Token))
        {
            using var report = await zone.Client.PutAsync("/api/v1/hosts/h1", Json("""{"inventories":{"VCPU":100000}}"""), Token);
            report.EnsureSuccessStatusCode();
            await using var listener = await HubEars.ListenAsync(zone.Url, RealZone.Token);
            var watching = WatchAsync(zone);
            var load = Enumerable.Range(0, 6).Select(caller => LoadAsync(zone, caller, answered, open)).ToList();
            await Eventually.IsTrueAsync(() => answered.Count > 20);

            // Taken before the zone is asked to stop, whole only when nobody else is let in any more.
            using var half = new TcpClient();
            await half.ConnectAsync(zone.Url.Host, zone.Url.Port, Token);
            var stream = half.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/placements HTTP/1.1\r\nHost: {zone.Url.Authority}\r\nAuthorization: Bearer {RealZone.Token}\r\nIdempotency-Key: half\r\nContent-Type: application/json\r\nContent-Length: {OneCpu.Length}\r\n\r\n{OneCpu[..5]}"), Token);
            await stream.FlushAsync(Token);
            await Task.Delay(500, Token); // for the zone to see it
            var ending = zone.TerminateAsync();
            await Eventually.IsTrueAsync(async () => !await IsReachableAsync(zone.Url));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(OneCpu[5..]), Token);
            using var reader = new StreamReader(stream);
            taken = await reader.ReadToEndAsync(Token);

            await Task.WhenAll(load);
            Assert.Equal(0, await ending);
            Assert.StartsWith("HTTP/1.1 201 ", taken, StringComparison.Ordinal);
            await watching; // ended in order, not broken off
            await Eventually.IsTrueAsync(() => listener.HasEnded);
        }

        await using var again = await RealZone.StartAsync("drain", directory.Path, Token);
        foreach (var (key, json) in answered)
        {
            using var repeated = await PlaceAsync(again, key);
            Assert.Equal(json, await repeated.Content.ReadAsStringAsync(Token));
        }

        // What nobody was told of was done once or not at all.
        foreach (var key in open.Append("half"))
        {
            using var repeated = await PlaceAsync(again, key);
            Assert.Equal(HttpStatusCode.Created, repeated.StatusCode);
        }

        var host = await again.Client.GetFromJsonAsync<JsonElement>("/api/v1/hosts/h1", Token);
        Assert.Equal(answered.Count + open.Count + 1, host.GetProperty("inventories").GetProperty("VCPU").GetProperty("used").GetInt64());
        using var check = await again.Client.PostAsync("/api/v1/zone/ledger-check", null, Token);
        Assert.True((await check.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("consistent").GetBoolean());
    }

    [Fact]
    public async Task Terminate_WithARequestThatDoesNotEnd_CutsItOffInTime_AndEndsWell()
    {
        using var directory = new TemporaryDirectory();
        await using var zone = await RealZone.StartAsync("cut", directory.Path, Token, ("DOTNET_shutdownTimeoutSeconds", "2"));
        using var endless = new TcpClient();
        await endless.ConnectAsync(zone.Url.Host, zone.Url.Port, Token);
        var stream = endless.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/placements HTTP/1.1\r\nHost: {zone.Url.Authority}\r\nAuthorization: Bearer {RealZone.Token}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{{"), Token);
        var dripping = DripAsync(stream);
        await Task.Delay(500, Token); // for the zone to see it

        Assert.Equal(0, await zone.TerminateAsync());
        await dripping;
        Assert.Contains("was cut off", await zone.LogAsync(), StringComparison.Ordinal);
    }

    /// <summary>Sends as fast as the zone asks for, and not to the end; until the connection is cut.</summary>
    private static async Task DripAsync(NetworkStream stream)
    {
        try
        {
            while (true)
            {
                await stream.WriteAsync(new byte[1024].Select(_ => (byte)' ').ToArray(), Token);
                await Task.Delay(100, Token);
            }
        }
        catch (IOException)
        {
            // Cut.
        }
    }

    /// <summary>Places until the zone is not reached any more; keys without an answer are left in <paramref name="open"/>.</summary>
    private static async Task LoadAsync(RealZone zone, int caller, ConcurrentDictionary<string, string> answered, ConcurrentBag<string> open)
    {
        for (var i = 0; ; i++)
        {
            var key = $"{caller}-{i}";
            try
            {
                using var answer = await PlaceAsync(zone, key);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    answered[key] = await answer.Content.ReadAsStringAsync(Token);
                }
                else
                {
                    open.Add(key);
                }
            }
            catch (Exception ex) when (ex is HttpRequestException or IOException)
            {
                open.Add(key);
                return;
            }
        }
    }

    private static async Task<HttpResponseMessage> PlaceAsync(RealZone zone, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/placements") { Content = Json(OneCpu), Headers = { { "Idempotency-Key", key } } };
        return await zone.Client.SendAsync(request, Token);
    }

    private static async Task WatchAsync(RealZone zone)
    {
        using var response = await zone.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, Token);
        await response.Content.CopyToAsync(Stream.Null, Token);
    }

    private static async Task<bool> IsReachableAsync(Uri zone)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(zone.Host, zone.Port, Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
