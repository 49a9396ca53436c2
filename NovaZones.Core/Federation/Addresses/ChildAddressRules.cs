using System.Net;
using System.Net.Sockets;

namespace NovaZones.Core.Federation.Addresses;

/// <summary>Which network addresses children may have (<see cref="FederationOptions.AllowedAddresses"/>). Immutable.</summary>
/// <remarks>
/// Whoever may add a child makes this zone open connections. What an address of the network itself must never be reached so: link-local ones,
/// under which clouds hand out credentials, and the like. These are refused whatever is allowed.
/// </remarks>
public sealed class ChildAddressRules
{
    private static readonly IPNetwork[] _never =
    [
        .. Networks("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "fe80::/10", "fec0::/10", "ff00::/8"),

        // Where clouds answer with credentials outside of the link-local range.
        .. Networks("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::254/128"),
    ];

    private static readonly IPNetwork[] _loopback = Networks("127.0.0.0/8", "::1/128");
    private static readonly IPNetwork[] _private = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    // An IPv4 address inside of an IPv6 one: translated (RFC 6052), 6to4 (RFC 3056).
    private static readonly IPNetwork _translated = IPNetwork.Parse("64:ff9b::/96");

    // The same for a network's own use (RFC 8215): which prefix length is used inside of it is the network's choice (RFC 6052), so every place counts.
    private static readonly IPNetwork _translatedLocally = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork _sixToFour = IPNetwork.Parse("2002::/16");

    private readonly bool _isPublicAllowed;
    private readonly List<IPNetwork> _allowed = [];

    private ChildAddressRules(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            switch (word.ToLowerInvariant())
            {
                case "loopback":
                    _allowed.AddRange(_loopback);
                    break;
                case "private":
                    _allowed.AddRange(_private);
                    break;
                case "public":
                    _isPublicAllowed = true;
                    break;
                default:
                    _allowed.Add(IPNetwork.Parse(word));
                    break;
            }
        }
    }

    /// <summary>Reads the setting.</summary>
    /// <param name="text"><c>loopback</c>, <c>private</c>, <c>public</c> and networks as <c>10.1.0.0/16</c>, commas between.</param>
    /// <param name="fault">The word that is none of these, or null.</param>
    /// <returns>Null when there is a fault.</returns>
    public static ChildAddressRules? Parse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        fault = words.Length == 0 ? "" : words.FirstOrDefault(w => w.ToLowerInvariant() is not ("loopback" or "private" or "public") && !IPNetwork.TryParse(w, out _));
        return fault is null ? new ChildAddressRules(words) : null;
    }

    /// <summary>Why an address must not be connected to; null when it may.</summary>
    public string? Refuse(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && _translatedLocally.Contains(address))
        {
            var within = Within(address).ToList();
            return within.Count > 0 && within.TrueForAll(wrapped => Refuse(wrapped) is null)
                ? null
                : $"the address {address} may stand for an IPv4 address that must not be connected to";
        }

        var plain = Plain(address);
        if (Array.Exists(_never, network => network.Contains(plain)))
        {
            return $"the address {address} is never connected to (link-local, multicast, unspecified, or a cloud's own)";
        }

        var isPublic = !Array.Exists(_loopback, network => network.Contains(plain)) && !Array.Exists(_private, network => network.Contains(plain));
        return (isPublic && _isPublicAllowed) || _allowed.Exists(network => network.Contains(plain))
            ? null
            : $"the address {address} is not among Federation:AllowedAddresses";
    }

    /// <summary>The IPv4 addresses that one of the translated network may stand for: behind a prefix of 48, 56, 64 and 96 bits, bits 64 to 71 left out.</summary>
    private static IEnumerable<IPAddress> Within(IPAddress address)
    {
        var b = address.GetAddressBytes();
        byte[][] places = [[b[6], b[7], b[9], b[10]], [b[7], b[9], b[10], b[11]], [b[9], b[10], b[11], b[12]], [b[12], b[13], b[14], b[15]]];

        // What begins with nothing is filling and no address.
        return places.Where(place => place[0] != 0).Select(place => new IPAddress(place));
    }

    /// <summary>The IPv4 address where one is wrapped in an IPv6 one: what is connected to in the end is what counts.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return _translated.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : _sixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            // Without the scope, which networks do not have: fe80::1%eth0 is fe80::1.
            : new IPAddress(bytes);
    }

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, text => IPNetwork.Parse(text));
}
