using System.Globalization;
using System.Text.Json.Nodes;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Placement.Filters;
using Xunit;

namespace NovaZones.Tests.Support.Builders;

/// <summary>Random hosts and demanding requests, and how to do away with whatever a filter says stands between them.</summary>
internal static class Demanding
{
    /// <summary>Rules of the aggregates that the hosts may belong to.</summary>
    public static IReadOnlyList<Aggregate> Aggregates { get; } =
    [
        new Aggregate { Name = "licensed", RequiredTraits = ["CUSTOM_L"] },
        new Aggregate { Name = "vip", Tenants = ["t1", "t2"] },
    ];

    /// <summary>Expressions, and a value that meets each.</summary>
    private static readonly (string Expression, string Meets)[] Expressions = [(">= 6", "6"), ("s== x", "\"x\""), ("<or> a <or> b", "\"b\""), ("<in> z", "[\"z\"]"), ("< 3", "2")];

    /// <summary>A report that lacks something of nearly every kind.</summary>
    public static JsonObject Host(Random random) => new()
    {
        ["inventories"] = new JsonObject { ["VCPU"] = random.Next(1, 9), ["MEMORY_MB"] = random.Next(1, 9) * 1024 },
        ["availabilityZone"] = random.Next(2) == 0 ? "east" : "west",
        ["traits"] = Some(random, "CUSTOM_A", "CUSTOM_B", "CUSTOM_L"),
        ["aggregates"] = Some(random, "ssd", "vip", "licensed"),
        ["capabilities"] = new JsonObject { ["c0"] = random.Next(10), ["c1"] = "y" },
    };

    /// <summary>A body that asks for something of nearly every kind.</summary>
    public static JsonObject Request(Random random)
    {
        var request = new JsonObject
        {
            ["resources"] = new JsonObject { ["VCPU"] = random.Next(1, 12), [random.Next(4) == 0 ? "PGPU" : "MEMORY_MB"] = random.Next(1, 12) },
            ["traits"] = new JsonObject { ["required"] = Some(random, "CUSTOM_A"), ["forbidden"] = Some(random, "CUSTOM_B"), ["anyOf"] = new JsonArray(new JsonArray("CUSTOM_C", "CUSTOM_A")) },
            ["aggregates"] = new JsonObject { ["memberOf"] = Some(random, "ssd"), ["notMemberOf"] = Some(random, "vip") },
            ["capabilities"] = new JsonObject { [$"c{random.Next(3)}"] = Expressions[random.Next(Expressions.Length)].Expression },
        };
        if (random.Next(2) == 0)
        {
            request["availabilityZone"] = "east";
        }

        return request;
    }

    private static JsonArray Some(Random random, params string[] names) => [.. names.Where(_ => random.Next(2) == 0).Select(n => (JsonNode)n)];

    /// <summary>Does away with what a filter named, at the host where it can be, else in the request.</summary>
    public static void Remove(string filter, string attribute, string wanted, JsonObject host, JsonObject request)
    {
        var name = attribute[(attribute.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        switch (filter)
        {
            case AvailabilityZoneFilter.FilterName:
                host["availabilityZone"] = wanted;
                break;
            case TraitsFilter.FilterName:
                Put(host, "traits", name.Split(',')[0], wanted != "absent");
                break;
            case AggregatesFilter.FilterName:
                Put(host, "aggregates", name, wanted == "member");
                break;
            case AggregateIsolationFilter.FilterName:
                Put(request["traits"]!.AsObject(), "required", wanted.Split(' ')[^1], true);
                break;
            case TenancyFilter.FilterName:
                request["tenant"] = wanted.Split(' ')[1];
                break;
            case CapabilitiesFilter.FilterName:
                host["capabilities"]!.AsObject()[name] = JsonNode.Parse(Expressions.Single(e => e.Expression == wanted).Meets);
                break;
            case ResourcesFilter.FilterName:
                host["inventories"]!.AsObject()[attribute] = long.Parse(wanted, CultureInfo.InvariantCulture);
                break;
            default:
                Assert.Fail($"{filter} was not expected to stand in the way: {attribute} wants {wanted}");
                break;
        }
    }

    private static void Put(JsonObject owner, string list, string name, bool isThere)
    {
        var names = owner[list]!.AsArray().Select(n => n!.GetValue<string>()).Where(n => n != name).ToList();
        if (isThere)
        {
            names.Add(name);
        }

        owner[list] = new JsonArray([.. names.Select(n => (JsonNode)n)]);
    }
}
