using System.Net.Sockets;
using System.Text;

namespace NovaZones.Bench.Soak;

/// <summary>What badly made and badly meant clients do.</summary>
internal static class SoakNuisance
{
    private const int TooManyBytes = 2 * 1024 * 1024;

    private static readonly string[] _malformed =
    [
        """{"resources":""", """{"resources":{"VCPU":-1}}""", """{"resources":{"VCPU":1},"unknown":true}""", "[]", "null", "\"text\"", """{"resources":{"VCPU":"many"}}""", """{"resources":{"VCPU":1e99}}""",
        $$"""{"resources":{"VCPU":1},"query":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}""", "{\"resources\":{\"V\u0000CPU\":1}}", "",
    ];

    /// <summary>A body that is refused for what it says.</summary>
    public static async Task SendMalformedAsync(SoakClient zone, Random random)
    {
        var request = SoakClient.Question(HttpMethod.Post, "api/v1/placements", _malformed[random.Next(_malformed.Length)], 400, 415);
        request.Options.Set(AnswerObserver.Kind, "malformed body");
        if (random.Next(5) == 0)
        {
            request.Content = new ByteArrayContent([0x7b, 0xff, 0xfe, 0x00]);
        }

        await zone.SendAsync(request, CancellationToken.None);
    }

    /// <summary>A body that is refused for its size. The zone may close before it was all sent, which the sender sees as no answer.</summary>
    public static async Task SendOversizedAsync(SoakClient zone)
    {
        var request = SoakClient.Question(HttpMethod.Post, "api/v1/placements", $$"""{"name":"{{new string('x', TooManyBytes)}}"}""", 413);
        request.Options.Set(AnswerObserver.Kind, "oversized body");
        request.Options.Set(AnswerObserver.MayBeSilent, true);
        await zone.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Half a request, and then a reset or a polite end.</summary>
    public static async Task BreakOffAsync(Uri zone, Random random)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(zone.Host, zone.Port);
            var head = $"POST /api/v1/placements HTTP/1.1\r\nHost: {zone.Authority}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{\"resources\"";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head[..random.Next(1, head.Length)]));
            await Task.Delay(random.Next(200));
            socket.LingerState = new LingerOption(random.Next(2) == 0, 0);
        }
        catch (SocketException)
        {
            // The zone is killed just now.
        }
    }
}
