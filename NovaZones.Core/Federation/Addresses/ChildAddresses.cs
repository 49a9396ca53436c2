using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace NovaZones.Core.Federation.Addresses;

/// <summary>Looks up where a child's address leads and lets through only what <see cref="ChildAddressRules"/> allow. Thread-safe.</summary>
/// <remarks>
/// Asked twice: when a child is added, so that the operator hears of it, and for every connection, on the addresses that are then connected to.
/// A name may lead elsewhere by then, be it because its owner wants it so.
/// </remarks>
public sealed class ChildAddresses(IOptions<FederationOptions> options)
{
    private static readonly TimeSpan LookupTime = TimeSpan.FromSeconds(2);

    private readonly ChildAddressRules _rules = ChildAddressRules.Parse(options.Value.AllowedAddresses, out _)
        ?? throw new InvalidOperationException("Federation:AllowedAddresses was not validated.");

    /// <summary>Why a child must not have this address; null when it may, or when its name leads nowhere yet.</summary>
    /// <param name="address">Absolute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> RefuseAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LookupTime);
        try
        {
            var found = await LookUpAsync(address.IdnHost, limited.Token).ConfigureAwait(false);
            return found.Select(_rules.Refuse).FirstOrDefault(reason => reason is not null);
        }
        catch (Exception ex) when (ex is SocketException or ArgumentException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Not known at the moment; what it is when it is known, each connection looks at.
            return null;
        }
    }

    /// <summary>The addresses behind a name that may be connected to.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChildAddressException">None of them may.</exception>
    /// <exception cref="SocketException">The name leads nowhere.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var found = await LookUpAsync(host, cancellationToken).ConfigureAwait(false);
        var allowed = found.Where(address => _rules.Refuse(address) is null).ToList();
        return allowed.Count > 0 ? allowed : throw new ChildAddressException(found.Select(_rules.Refuse).FirstOrDefault(reason => reason is not null) ?? "its name leads to no address");
    }

    /// <remarks>An address is taken as it stands: the lookup of names refuses some that have to be told of here.</remarks>
    private static Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var address) ? Task.FromResult<IPAddress[]>([address]) : Dns.GetHostAddressesAsync(host, cancellationToken);
}
