using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>What can be asked of the hosts of a fleet: attributes, and the values that a sample of hosts has for them.</summary>
/// <param name="Attributes">Variables of the query language, in order.</param>
/// <param name="Values">Values by variable as JSON, the commonest first; none for figures.</param>
public sealed record QueryVocabulary(IReadOnlyList<string> Attributes, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    /// <summary>Hosts that are looked at, spread over the fleet.</summary>
    public const int Sample = 1000;

    private const int MostValues = 30;

    /// <summary>Looks at a fleet.</summary>
    public static QueryVocabulary Of(FleetSnapshot fleet)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var attributes = new SortedSet<string>(StringComparer.Ordinal) { "$host.name", "$host.availabilityZone", "$host.instances" };
        var counts = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var step = Math.Max(1, fleet.Count / Sample);
        var index = 0;
        foreach (var host in fleet.Hosts)
        {
            if (index++ % step == 0)
            {
                Note(host, attributes, counts);
            }
        }

        return new QueryVocabulary(
            [.. attributes],
            counts.ToDictionary(
                entry => entry.Key,
                IReadOnlyList<string> (entry) => [.. entry.Value.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).Take(MostValues).Select(v => v.Key)],
                StringComparer.Ordinal));
    }

    private static void Note(Host host, SortedSet<string> attributes, Dictionary<string, Dictionary<string, int>> counts)
    {
        if (host.AvailabilityZone is { } zone)
        {
            Count(counts, "$host.availabilityZone", JsonWord.Of(zone));
        }

        foreach (var (name, value) in host.Capabilities)
        {
            attributes.Add("$" + name);
            foreach (var item in value.Kind == CapabilityKind.List ? [.. value.Items] : new[] { value })
            {
                Count(counts, "$" + name, JsonWord.Of(item));
            }
        }

        foreach (var provider in host.Providers)
        {
            foreach (var inventory in provider.Inventories)
            {
                attributes.UnionWith([$"$free.{inventory.ResourceClass}", $"$used.{inventory.ResourceClass}", $"$total.{inventory.ResourceClass}"]);
            }

            foreach (var trait in provider.Traits)
            {
                attributes.Add($"$trait.{trait}");
                Count(counts, $"$trait.{trait}", "true");
                Count(counts, $"$trait.{trait}", "false");
            }
        }
    }

    private static void Count(Dictionary<string, Dictionary<string, int>> counts, string attribute, string value)
    {
        if (!counts.TryGetValue(attribute, out var values))
        {
            counts[attribute] = values = new Dictionary<string, int>(StringComparer.Ordinal);
        }

        // Names of single hosts and the like have as many values as there are hosts; the first ones are as good as any.
        if (values.TryGetValue(value, out var count) || values.Count < Sample)
        {
            values[value] = count + 1;
        }
    }
}
