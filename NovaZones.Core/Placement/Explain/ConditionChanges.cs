using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Query;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Every condition of a request, left out one at a time.</summary>
internal static class ConditionChanges
{
    // For people, in JSON text that is written by the serializer once more.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<Change> Of(PlacementContext context, PlacementRequest request)
    {
        if (request.AvailabilityZone is { } zone)
        {
            yield return Change.Drop(
                "availabilityZone", null, zone, $"outside availability zone {zone}", new { availabilityZone = (string?)null }, request with { AvailabilityZone = null });
        }

        foreach (var (kind, attribute, phrase, left) in Fewer(request.Traits))
        {
            yield return Change.Drop($"traits.{kind}", attribute, attribute, phrase, new { traits = PatchOf(kind, left) }, request with { Traits = left });
        }

        for (var i = 0; i < request.Capabilities.Length; i++)
        {
            var (name, expression) = request.Capabilities[i];
            yield return Change.Drop(
                "capabilities", name, expression.Text, $"without capability {name} {expression.Text}",
                new { capabilities = new Dictionary<string, string?> { [name] = null } }, request with { Capabilities = request.Capabilities.RemoveAt(i) });
        }

        foreach (var aggregate in AggregateIsolationFilter.Closed(context))
        {
            var required = request.Traits.Required;
            var more = required.Union(aggregate.RequiredTraits, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
            var names = string.Join(", ", aggregate.RequiredTraits.Except(required, StringComparer.Ordinal));
            if (names.Length > 0)
            {
                // Without the aggregate's name, which a parent need not know.
                yield return new Change(
                    new RequestChange(
                        "traits.required", names, null, names, 0, $"requiring {names}, as an aggregate demands", JsonSerializer.Serialize(new { traits = new { required = more } })),
                    request with { Traits = request.Traits with { Required = more } });
            }
        }

        foreach (var change in OfQuery(request).Concat(OfAggregates(request)).Concat(OfHints(request)).Concat(OfGroups(request)))
        {
            yield return change;
        }

        if (request.Zones is not { Only.IsEmpty: true, Not.IsEmpty: true })
        {
            yield return Change.Drop("zones", null, null, "in any zone", new { zones = (string?)null }, request with { Zones = ZoneDemand.Anywhere });
        }
    }

    private static IEnumerable<Change> OfQuery(PlacementRequest request)
    {
        if (request.Query is null)
        {
            yield break;
        }

        if (AskedQuery(request) is { ValueKind: JsonValueKind.Array } whole && whole.GetArrayLength() > 2 && whole[0].ValueKind == JsonValueKind.String && whole[0].GetString() == "and")
        {
            var parts = whole.EnumerateArray().ToList();
            for (var i = 1; i < parts.Count; i++)
            {
                var left = JsonSerializer.SerializeToElement(parts.Count == 3 ? (object)parts[3 - i] : parts.Where((_, at) => at != i));
                if (QueryParser.TryParse(left, out var query, out _))
                {
                    var text = JsonSerializer.Serialize(parts[i], Readable);
                    yield return Change.Drop("query", text, text, $"without {text} of the query", new { query = left }, request with { Query = query, Json = WithQuery(request, left) });
                }
            }
        }

        yield return Change.Drop("query", null, null, "without the query", new { query = (string?)null }, request with { Query = null });
    }

    private static JsonElement AskedQuery(PlacementRequest request)
    {
        using var body = JsonDocument.Parse(request.Json);
        return body.RootElement.TryGetProperty("query", out var query) ? query.Clone() : default;
    }

    /// <summary>The text too, so that a second condition is taken from what the first one left.</summary>
    private static string WithQuery(PlacementRequest request, JsonElement query) =>
        Change.Merge(request.Json, JsonSerializer.Serialize(new { query }));

    private static IEnumerable<Change> OfAggregates(PlacementRequest request)
    {
        var asked = request.Aggregates;
        if (asked == AggregateDemand.None)
        {
            yield break;
        }

        foreach (var name in asked.MemberOf)
        {
            var left = asked with { MemberOf = asked.MemberOf.Remove(name) };
            yield return Change.Drop(
                "aggregates", $"memberOf {name}", name, $"outside aggregate {name}", new { aggregates = new { memberOf = left.MemberOf } }, request with { Aggregates = left });
        }

        foreach (var name in asked.NotMemberOf)
        {
            var left = asked with { NotMemberOf = asked.NotMemberOf.Remove(name) };
            yield return Change.Drop(
                "aggregates", $"notMemberOf {name}", name, $"with aggregate {name} allowed", new { aggregates = new { notMemberOf = left.NotMemberOf } }, request with { Aggregates = left });
        }

        for (var i = 0; i < asked.AnyOf.Length; i++)
        {
            var left = asked with { AnyOf = asked.AnyOf.RemoveAt(i) };
            var set = string.Join(", ", asked.AnyOf[i]);
            yield return Change.Drop(
                "aggregates", $"anyOf {set}", set, $"outside every aggregate of {set}", new { aggregates = new { anyOf = left.AnyOf } }, request with { Aggregates = left });
        }

        if (asked.MemberOf.Length + asked.NotMemberOf.Length + asked.AnyOf.Length > 1)
        {
            yield return Change.Drop("aggregates", null, null, "whatever the aggregates", new { aggregates = (string?)null }, request with { Aggregates = AggregateDemand.None });
        }
    }

    private static IEnumerable<Change> OfHints(PlacementRequest request)
    {
        var hints = request.Hints;
        (string Name, bool IsAsked, string Phrase, PlacementHints Left)[] all =
        [
            ("forceHosts", !hints.ForceHosts.IsEmpty, "on hosts that the hints do not name", hints with { ForceHosts = [] }),
            ("ignoreHosts", !hints.IgnoreHosts.IsEmpty, "with the hosts that the hints exclude", hints with { IgnoreHosts = [] }),
            ("sameHost", !hints.SameHost.IsEmpty, "beside none of the instances that the hints name", hints with { SameHost = [] }),
            ("differentHost", !hints.DifferentHost.IsEmpty, "also beside the instances that the hints name", hints with { DifferentHost = [] }),
        ];
        var asked = all.Where(h => h.IsAsked).ToList();
        if (asked.Count > 1)
        {
            foreach (var (name, _, phrase, left) in asked)
            {
                yield return Change.Drop("hints", name, null, phrase, new { hints = new Dictionary<string, string[]> { [name] = [] } }, request with { Hints = left });
            }
        }

        if (asked.Count > 0)
        {
            yield return Change.Drop("hints", null, null, "without the hints", new { hints = (string?)null }, request with { Hints = PlacementHints.None });
        }
    }

    private static IEnumerable<Change> OfGroups(PlacementRequest request)
    {
        if (request.Group is { IsHard: true } group)
        {
            yield return Change.Drop("group", group.Name, group.Policy.ToString(), $"outside server group {group.Name}", new { group = (string?)null }, request with { Group = null });
        }

        if (request.IsolateGroups)
        {
            yield return new Change(
                new RequestChange("groupPolicy", null, "isolate", "none", 0, "with groups sharing a provider", """{"groupPolicy":"none"}"""),
                request with { IsolateGroups = false });
        }

        foreach (var change in OfGroupTraits(request))
        {
            yield return change;
        }

        if (!request.SameSubtree.IsEmpty)
        {
            yield return AnySubtree(request);
            yield break;
        }

        for (var left = request.Groups.Length - 1; left >= 1; left--)
        {
            // Groups are mostly alike, so that dropping the last is dropping any.
            yield return new Change(
                new RequestChange(
                    "groups", null, ChangeText.Of(request.Groups.Length), ChangeText.Of(left), 0, $"with {left} instead of {request.Groups.Length} groups",
                    JsonSerializer.Serialize(new { groups = GroupJson.Of(request.Groups[..left]) })),
                request with { Groups = request.Groups[..left] });
        }
    }

    /// <summary>A trait that several groups ask is left out of all of them.</summary>
    private static IEnumerable<Change> OfGroupTraits(PlacementRequest request)
    {
        foreach (var (kind, attribute, phrase) in request.Groups.SelectMany(g => Fewer(g.Traits)).Select(f => (f.Kind, f.Attribute, f.Phrase)).Distinct())
        {
            var groups = request.Groups
                .Select(g => Fewer(g.Traits).FirstOrDefault(f => (f.Kind, f.Attribute) == (kind, attribute)) is { Left: { } left } ? g with { Traits = left } : g)
                .ToImmutableArray();
            yield return Change.Drop(
                $"groups.traits.{kind}", attribute, attribute, $"{phrase} in groups", new { groups = GroupJson.Of(groups) }, request with { Groups = groups });
        }
    }

    /// <summary>Groups without resources only stand for providers of a subtree: they go with it.</summary>
    private static Change AnySubtree(PlacementRequest request)
    {
        var groups = request.Groups.RemoveAll(g => g.Resources.IsEmpty);
        object patch = groups.Length == request.Groups.Length
            ? new { sameSubtree = (string?)null }
            : new { sameSubtree = (string?)null, groups = GroupJson.Of(groups) };
        return Change.Drop("sameSubtree", null, null, "with groups in any subtree", patch, request with { SameSubtree = [], Groups = groups });
    }

    private static IEnumerable<(string Kind, string Attribute, string Phrase, TraitDemand Left)> Fewer(TraitDemand traits)
    {
        foreach (var trait in traits.Required)
        {
            yield return ("required", trait, $"without trait {trait}", traits with { Required = traits.Required.Remove(trait) });
        }

        foreach (var trait in traits.Forbidden)
        {
            yield return ("forbidden", trait, $"with trait {trait} allowed", traits with { Forbidden = traits.Forbidden.Remove(trait) });
        }

        for (var i = 0; i < traits.AnyOf.Length; i++)
        {
            var set = string.Join(", ", traits.AnyOf[i]);
            yield return ("anyOf", set, $"without one of {set}", traits with { AnyOf = traits.AnyOf.RemoveAt(i) });
        }
    }

    private static Dictionary<string, object> PatchOf(string kind, TraitDemand left) => new(StringComparer.Ordinal)
    {
        [kind] = kind switch { "required" => left.Required, "forbidden" => left.Forbidden, _ => left.AnyOf },
    };
}
