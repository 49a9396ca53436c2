using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Links;
using NovaZones.Web.Hubs;

namespace NovaZones.Web.Federation;

/// <summary>Listens to a child over its SignalR hub.</summary>
/// <remarks>
/// A process that ends closes its connections, which is noticed at once. One that hangs, or a network that swallows everything, is noticed
/// when the child's pings stay away for <see cref="Silence"/>. WebSockets without negotiation: one request, and no replica of the child
/// needs to find the same connection again. A link outlives every other connection, so the child's certificate is looked at again by the clock.
/// </remarks>
internal sealed class SignalRChildLink(ChildDialer dialer, ChildCertificates certificates, TimeProvider time) : IChildLink
{
    /// <summary>Silence after which the connection is given up; the child pings every two seconds.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<string> ListenAsync(ChildZone child, Action connected, Action changed, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        ShownCertificate? shown = null;
        using var invoker = new HttpMessageInvoker(dialer.CreateHandler(accepted => Interlocked.Exchange(ref shown, accepted)?.Dispose()));
        await using var connection = Build(child, invoker);
        connection.On<ChangeNotice>(nameof(IZoneHubClient.ZoneChanged), _ => changed());
        connection.Closed += error =>
        {
            ended.TrySetResult(error is null ? "closed by the child" : "broken");
            return Task.CompletedTask;
        };
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(ConnectTimeout);
        try
        {
            await connection.StartAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no connection within {ConnectTimeout.TotalSeconds:0} s";
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            // Whatever the network, the handshake or the child's answer was: the caller tries again, with growing pauses.
            return "no connection";
        }

        connected();
        using var certificate = Interlocked.Exchange(ref shown, null);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(ended.Task.WaitAsync(over.Token), FindFaultAsync(certificate, over.Token));
        await over.CancelAsync();
        return await first;
    }

    /// <summary>Ends when the child's certificate would not be accepted any more.</summary>
    private async Task<string> FindFaultAsync(ShownCertificate? certificate, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ChainJudge.BelievedFor, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (certificate is not null && certificates.FaultOf(certificate) is { } fault)
            {
                return fault;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private static HubConnection Build(ChildZone child, HttpMessageInvoker invoker)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri($"{child.ApiUrl.ToString().TrimEnd('/')}/hubs/zone"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.WebSocketFactory = async (context, end) =>
            {
                // With a handler of our own, so that the link is dialled and judged as every question is.
                var socket = new ClientWebSocket();
                try
                {
                    socket.Options.SetRequestHeader("Authorization", $"Bearer {child.Token}");
                    await socket.ConnectAsync(context.Uri, invoker, end);
                    return socket;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var connection = builder.Build();
        connection.ServerTimeout = Silence;
        connection.HandshakeTimeout = ConnectTimeout;
        return connection;
    }
}
