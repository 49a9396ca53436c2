using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;

namespace NovaZones.Tests.Support.Fuzzing;

/// <summary>What a checked request says, as text that can be compared: written from the parsed values, not from the JSON they came from.</summary>
internal static class RequestMeaning
{
    /// <summary>Everything.</summary>
    public static string Whole(PlacementRequest r) => JsonSerializer.Serialize(new
    {
        Asked = Asked(r),
        r.Name,
        r.Count,
        r.MinCount,
        r.Zones,
        r.Tenant,
        Key = r.Group?.Key,
        r.Policy,
        Weights = r.Weights.Select(w => $"{w.Key} {w.Value + 0.0:R}"),
        r.Deadline,
        r.Alternates,
        r.DryRun,
    });

    /// <summary>What hosts are judged by, which the digest stands for.</summary>
    public static string Asked(PlacementRequest r) => JsonSerializer.Serialize(new
    {
        r.Resources,
        Groups = r.Groups.Select(g => new { g.Name, g.Resources, g.Traits }),
        r.IsolateGroups,
        r.SameSubtree,
        r.Traits,
        r.PreferredTraits,
        Capabilities = r.Capabilities.Select(c => new { c.Key, c.Value.Text }),
        Query = r.Query is null ? null : Write(r.Query.Root),
        r.AvailabilityZone,
        r.Aggregates,
        r.Hints,
        Group = r.Group is { } group ? group with { Key = "" } : null,
    });

    private static string Write(QueryNode node) => node switch
    {
        QueryNode.Constant constant => constant.Value ? "true" : "false",
        QueryNode.And and => $"and({Write(and.Arguments)})",
        QueryNode.Or or => $"or({Write(or.Arguments)})",
        QueryNode.Not not => $"not({Write(not.Arguments)})",
        QueryNode.Comparison c => $"{c.Operator}({Write(c.First)},{string.Join(',', c.Others.Select(Write))})",
        QueryNode.In i => $"in({Write(i.Value)},{string.Join(',', i.Choices.Select(Write))})",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    /// <summary>Minus zero compares as zero does.</summary>
    private static string Write(QueryOperand operand) =>
        operand is { Variable: null, Literal: { Kind: CapabilityKind.Number, Number: 0 } } ? "0" : operand.ToString();

    private static string Write(QueryNode[] nodes) => string.Join(',', nodes.Select(Write));
}
