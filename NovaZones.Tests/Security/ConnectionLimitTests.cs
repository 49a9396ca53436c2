using System.Net.Sockets;
using System.Text;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Security;

/// <summary>What comes over the wire before there is a request, from bare sockets.</summary>
public sealed class ConnectionLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Heads_TooLargeTooManyOrTooSlow_AreRefusedAndTheZoneGoesOn()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:HeadersTimeout=00:00:01", "Limits:MaxHeaders=50", "Limits:MaxHeaderBytes=16384");

        Assert.StartsWith("HTTP/1.1 431", await TalkAsync(zone, Head(string.Concat(Enumerable.Range(0, 60).Select(n => $"X-{n}: a\r\n")))), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await TalkAsync(zone, Head($"X-Long: {new string('a', 17_000)}\r\n")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414", await TalkAsync(zone, $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await TalkAsync(zone, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await TalkAsync(zone, Head("Content-Length: 5\r\nContent-Length: 6\r\n")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", await TalkAsync(zone, "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Unfinished: "), StringComparison.Ordinal);

        Assert.StartsWith("HTTP/1.1 200", await TalkAsync(zone, Head("")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_TooSlowOrTooLarge_AreCutOff()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:MinBodyBytesPerSecond=1048576", "Limits:MaxBodyBytes=2048");
        const string Post = "POST /api/v1/placements HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ZoneHost.AdminToken + "\r\nContent-Type: application/json\r\n";

        // One byte and then silence: after the grace of five seconds the server gives up.
        Assert.Contains(" 408 ", await TalkAsync(zone, Post + "Content-Length: 1000\r\n\r\n{"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", await TalkAsync(zone, Post + $"Content-Length: 5000\r\n\r\n{new string(' ', 5000)}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413", await TalkAsync(zone, Post + $"Transfer-Encoding: chunked\r\n\r\n1388\r\n{new string(' ', 5000)}\r\n0\r\n\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain(" 200 ", Status(await TalkAsync(zone, $"POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n{new string('a', 5000)}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_DrippingFastEnoughForItsPace_IsCutOffWhenItTakesTooLong_AndEventsAreNot()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:MinBodyBytesPerSecond=1", "Limits:RequestTimeout=00:00:02");
        using var events = await zone.Client.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var watching = events.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        using var socket = new TcpClient();
        await socket.ConnectAsync(zone.Url.Host, zone.Url.Port, TestContext.Current.CancellationToken);
        var answer = AskAsync(
            socket, $"POST /api/v1/placements HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {ZoneHost.AdminToken}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{{");
        while (!answer.IsCompleted)
        {
            await socket.GetStream().WriteAsync(new byte[] { (byte)' ' }, TestContext.Current.CancellationToken);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("HTTP/1.1 503", await answer, StringComparison.Ordinal);
        Assert.Contains("/problems/request-timeout", await answer, StringComparison.Ordinal);
        Assert.False(watching.IsCompleted);
    }

    [Fact]
    public async Task Connections_MoreThanAllowed_AreClosedUntilThereIsRoom()
    {
        await using var zone = await ZoneHost.StartAsync("Limits:MaxConnections=10");
        var sockets = new List<TcpClient>();
        try
        {
            var answered = 0;
            for (var n = 0; n < 14; n++)
            {
                var socket = new TcpClient();
                sockets.Add(socket);
                await socket.ConnectAsync(zone.Url.Host, zone.Url.Port, TestContext.Current.CancellationToken);
                answered += (await AskAsync(socket, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")).StartsWith("HTTP/1.1 200", StringComparison.Ordinal) ? 1 : 0;
            }

            Assert.InRange(answered, 1, 10);
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }

        await Eventually.IsTrueAsync(async () => (await TalkAsync(zone, Head(""))).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
    }

    private static string Head(string lines) => $"GET /healthz HTTP/1.1\r\nHost: a\r\n{lines}Connection: close\r\n\r\n";

    private static string Status(string answer) => answer.Split("\r\n")[0];

    private static async Task<string> TalkAsync(ZoneHost zone, string text)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(zone.Url.Host, zone.Url.Port, TestContext.Current.CancellationToken);
        return await AskAsync(socket, text);
    }

    /// <summary>Sends the text and gives the first part of the answer; empty when the connection is closed without one.</summary>
    private static async Task<string> AskAsync(TcpClient socket, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), patience.Token);
            var buffer = new byte[8192];
            var read = await stream.ReadAsync(buffer, patience.Token);
            return Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
