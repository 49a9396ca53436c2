using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NovaZones.Core.Federation.Addresses;

namespace NovaZones.Web.Federation;

/// <summary>Connects to children, for questions and links alike, and to nothing that <see cref="ChildAddresses"/> refuses.</summary>
/// <remarks>The address that was looked at is the one that is connected to: a name is not looked up a second time in between.</remarks>
internal sealed class ChildDialer(ChildAddresses addresses, ChildCertificates certificates, OwnCertificate own)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>A handler whose connections are checked; follows no redirect, which would carry the child's token to wherever it points.</summary>
    /// <param name="accepted">Told of each certificate that was accepted; the copy is the receiver's to dispose.</param>
    public SocketsHttpHandler CreateHandler(Action<ShownCertificate>? accepted = null) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = ConnectTimeout,
        ConnectCallback = ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 256,
        EnableMultipleHttp2Connections = true,
        SslOptions = { RemoteCertificateValidationCallback = accepted is null ? certificates.Check : CheckAndTell(accepted), ClientCertificateContext = own.Context },
    };

    private RemoteCertificateValidationCallback CheckAndTell(Action<ShownCertificate> accepted) => (sender, certificate, chain, errors) =>
    {
        certificates.Check(sender, certificate, chain, errors); // throws what is wrong
        accepted(ShownCertificate.CopyOf((X509Certificate2)certificate!, chain));
        return true;
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = await addresses.ResolveAsync(host, cancellationToken);
        Exception? failure = null;
        foreach (var address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception ex)
            {
                socket.Dispose();
                if (ex is not SocketException)
                {
                    throw;
                }

                failure = ex;
            }
        }

        throw failure!;
    }
}
