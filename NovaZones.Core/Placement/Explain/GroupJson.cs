using System.Collections.Immutable;

namespace NovaZones.Core.Placement.Explain;

/// <summary>Groups as a request writes them: a merge patch tells a list whole.</summary>
internal static class GroupJson
{
    public static object Of(ImmutableArray<DemandGroup> groups) => groups.Select(Of);

    private static Dictionary<string, object> Of(DemandGroup group)
    {
        var json = new Dictionary<string, object>(StringComparer.Ordinal);
        if (!group.Resources.IsEmpty)
        {
            json["resources"] = group.Resources.ToDictionary(r => r.ResourceClass, r => r.Amount);
        }

        if (group.Name is not null)
        {
            json["name"] = group.Name;
        }

        if (!group.Traits.IsEmpty)
        {
            json["traits"] = new { required = group.Traits.Required, forbidden = group.Traits.Forbidden, anyOf = group.Traits.AnyOf };
        }

        return json;
    }
}
