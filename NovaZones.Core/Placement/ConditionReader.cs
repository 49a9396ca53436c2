using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Json;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement;

/// <summary>Reads what a request asks of a host beside resources: traits, aggregates, capabilities, a query, hints, zones. A field that is wrong is noted as a fault.</summary>
internal static class ConditionReader
{
    private const int MaxTexts = 256;
    private const int MaxCapabilities = 64;

    /// <summary>What a host must, must not and should have.</summary>
    public static TraitDemand Traits(FieldReader fields, List<Fault> faults, List<string>? preferred = null)
    {
        if (fields.Take("traits") is not { } value)
        {
            return TraitDemand.None;
        }

        var traits = new FieldReader(value, fields.PathOf("traits"), faults);
        var required = traits.Texts("required", MaxTexts, 255, HostReportParser.CheckTrait);
        var forbidden = traits.Texts("forbidden", MaxTexts, 255, HostReportParser.CheckTrait);
        var anyOf = SetsOf(traits, "anyOf", "traits", HostReportParser.CheckTrait, faults);
        preferred?.AddRange(traits.Texts("preferred", MaxTexts, 255, HostReportParser.CheckTrait));
        traits.Finish();
        var both = required.Intersect(forbidden, StringComparer.Ordinal).FirstOrDefault();
        if (both is not null)
        {
            traits.Fault("forbidden", $"{both} is required, too");
        }

        return new TraitDemand([.. required], [.. forbidden], anyOf);
    }

    private static ImmutableArray<ImmutableArray<string>> SetsOf(FieldReader fields, string name, string things, Func<string, string?>? check, List<Fault> faults)
    {
        if (fields.Take(name) is not { } sets)
        {
            return [];
        }

        if (sets.ValueKind != JsonValueKind.Array || sets.GetArrayLength() > 64)
        {
            fields.Fault(name, $"must be a list of at most 64 lists of {things}");
            return [];
        }

        var result = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        foreach (var set in sets.EnumerateArray())
        {
            var path = $"{fields.PathOf(name)}[{result.Count}]";
            var before = faults.Count;
            var names = FieldReader.TextsOf(set, path, MaxTexts, 255, check, faults);
            if (names.Count == 0 && faults.Count == before)
            {
                faults.Add(new Fault(path, "must name at least one"));
            }

            result.Add([.. names]);
        }

        return result.ToImmutable();
    }

    /// <summary>Of which aggregates a host must be, or not be.</summary>
    public static AggregateDemand Aggregates(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("aggregates") is not { } value)
        {
            return AggregateDemand.None;
        }

        var aggregates = new FieldReader(value, fields.PathOf("aggregates"), faults);
        var memberOf = aggregates.Texts("memberOf", MaxTexts, 255);
        var notMemberOf = aggregates.Texts("notMemberOf", MaxTexts, 255);
        var anyOf = SetsOf(aggregates, "anyOf", "aggregates", null, faults);
        aggregates.Finish();
        return new AggregateDemand([.. memberOf], [.. notMemberOf], anyOf);
    }

    /// <summary>Instances and hosts to be near or far from.</summary>
    public static PlacementHints Hints(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("hints") is not { } value)
        {
            return PlacementHints.None;
        }

        var hints = new FieldReader(value, fields.PathOf("hints"), faults);
        var same = hints.Texts("sameHost", MaxTexts, 64, CheckInstance);
        var different = hints.Texts("differentHost", MaxTexts, 64, CheckInstance);
        var force = hints.Texts("forceHosts", MaxTexts, 255);
        var ignore = hints.Texts("ignoreHosts", MaxTexts, 255);
        hints.Finish();
        return faults.Count > 0 ? PlacementHints.None : new PlacementHints([.. same.Select(Guid.Parse)], [.. different.Select(Guid.Parse)], [.. force], [.. ignore]);
    }

    private static string? CheckInstance(string id) => Guid.TryParse(id, out _) ? null : "must be the id of an instance";

    /// <summary>An expression for each capability that is asked for.</summary>
    public static ImmutableArray<KeyValuePair<string, CapabilityExpression>> Capabilities(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("capabilities") is not { } capabilities)
        {
            return [];
        }

        if (capabilities.ValueKind != JsonValueKind.Object || capabilities.EnumerateObject().Count() > MaxCapabilities)
        {
            fields.Fault("capabilities", $"must be an object of at most {MaxCapabilities} names and expressions");
            return [];
        }

        var result = new SortedDictionary<string, CapabilityExpression>(StringComparer.Ordinal);
        foreach (var member in capabilities.EnumerateObject())
        {
            var path = $"{fields.PathOf("capabilities")}.{FieldReader.Shorten(member.Name)}";
            if (FieldReader.TextOf(member.Value, path, 1024, faults, mayBeEmpty: true) is { } text && !result.TryAdd(member.Name, CapabilityExpression.Parse(text)))
            {
                faults.Add(new Fault(path, "stands twice in the object"));
            }
        }

        return [.. result];
    }

    /// <summary>The JSON query; null without one.</summary>
    public static HostQuery? Query(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("query") is not { } value)
        {
            return null;
        }

        if (QueryParser.TryParse(value, out var query, out var queryFaults))
        {
            return query;
        }

        faults.AddRange(queryFaults.Select(f => new Fault(f.Position, f.Message)));
        return null;
    }

    /// <summary>Where in the tree it may go.</summary>
    public static ZoneDemand Zones(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("zones") is not { } value)
        {
            return ZoneDemand.Anywhere;
        }

        var zones = new FieldReader(value, fields.PathOf("zones"), faults);
        var only = zones.Texts("only", MaxTexts, 1024);
        var not = zones.Texts("not", MaxTexts, 1024);
        var localOnly = zones.Flag("localOnly") ?? false;
        zones.Finish();
        return new ZoneDemand([.. only], [.. not], localOnly);
    }
}
