using System.Globalization;
using NovaZones.Core.Fleet;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Hosts;

/// <summary>One line of two hosts side by side.</summary>
/// <param name="Kind">Key of the word for what it is.</param>
/// <param name="Name">Its own name where it has one: a resource class, a trait, a capability.</param>
/// <param name="First">What the first host has; null for nothing.</param>
/// <param name="Second">What the second has.</param>
internal sealed record HostFact(string Kind, string? Name, string? First, string? Second)
{
    /// <summary>Whether the hosts differ in it.</summary>
    public bool Differs => First != Second;

    /// <summary>Everything that is known of two hosts.</summary>
    public static IReadOnlyList<HostFact> Of(Host first, Host second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return
        [
            Each("AdminState", host => host.AdminState.ToString()),
            Each("AvailabilityZone", host => host.AvailabilityZone),
            Each("Aggregates", host => Words(host.Aggregates)),
            Each("Instances", host => host.InstanceCount.ToString("N0", CultureInfo.InvariantCulture)),
            .. Names(Classes).OrderBy(ResourceText.Rank).ThenBy(name => name, StringComparer.Ordinal).Select(name => new HostFact("Class", name, Amount(first, name), Amount(second, name))),
            Each("Traits", host => Words(host.Providers.SelectMany(provider => provider.Traits))),
            .. Names(host => host.Capabilities.Keys).Order(StringComparer.Ordinal).Select(name => new HostFact("Capability", name, Capability(first, name), Capability(second, name))),
        ];

        HostFact Each(string kind, Func<Host, string?> of) => new(kind, null, of(first), of(second));
        IEnumerable<string> Names(Func<Host, IEnumerable<string>> of) => of(first).Concat(of(second)).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Classes(Host host) => host.Providers.SelectMany(provider => provider.Inventories).Select(inventory => inventory.ResourceClass);

    private static string? Amount(Host host, string resourceClass) => host.Sum(resourceClass) is { Capacity: > 0 } or { Used: > 0 }
        ? $"{ResourceText.Amount(resourceClass, host.Sum(resourceClass).Used)} / {ResourceText.Amount(resourceClass, host.Sum(resourceClass).Capacity)}"
        : null;

    private static string? Capability(Host host, string name) => host.Capabilities.TryGetValue(name, out var value) ? value.ToString() : null;

    private static string? Words(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) is { Length: > 0 } words ? words : null;
}
