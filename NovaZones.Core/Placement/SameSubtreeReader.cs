using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Json;

namespace NovaZones.Core.Placement;

/// <summary>Reads the names of groups and the field <c>sameSubtree</c>, which says what of them belongs together.</summary>
internal static class SameSubtreeReader
{
    private const int MostSets = 8;
    private const int LongestName = 64;
    private const int MostNames = 64;

    /// <summary>The group's name, or null when it has none or a wrong one.</summary>
    public static string? ReadName(FieldReader group, IEnumerable<DemandGroup> earlier)
    {
        if (group.Text("name", LongestName) is not { } name)
        {
            return null;
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            group.Fault("name", "must consist of letters, digits, - and _");
            return null;
        }

        if (earlier.Any(g => g.Name == name))
        {
            group.Fault("name", $"{name} is the name of another group, too");
        }

        return name;
    }

    /// <summary>The sets as positions of groups; also says which groups lack resources without being of use for a set.</summary>
    public static ImmutableArray<ImmutableArray<int>> Read(FieldReader fields, ImmutableArray<DemandGroup> groups, List<Fault> faults)
    {
        var before = faults.Count;
        var sets = ReadSets(fields, groups, faults);
        for (var i = 0; i < groups.Length && before == 0 && faults.Count == 0; i++)
        {
            if (!groups[i].Resources.IsEmpty)
            {
                continue;
            }

            if (!sets.Any(s => s.Contains(i)))
            {
                fields.Fault($"groups[{i}].resources", "is required in a group that sameSubtree does not name");
            }
            else if (groups[i].Traits.IsEmpty)
            {
                fields.Fault($"groups[{i}]", "must have resources or traits");
            }
        }

        return sets;
    }

    private static ImmutableArray<ImmutableArray<int>> ReadSets(FieldReader fields, ImmutableArray<DemandGroup> groups, List<Fault> faults)
    {
        if (fields.Take("sameSubtree") is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostSets)
        {
            fields.Fault("sameSubtree", $"must be a list of at most {MostSets} lists of names of groups");
            return [];
        }

        var sets = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var entry in value.EnumerateArray())
        {
            var path = $"{fields.PathOf("sameSubtree")}[{sets.Count}]";
            var before = faults.Count;

            // As many as there may be groups, not as there are: a name too many is unknown or given twice, and that says more.
            var names = FieldReader.TextsOf(entry, path, MostNames, LongestName, name => groups.Any(g => g.Name == name) ? null : $"{name} is not the name of a group", faults);
            if (faults.Count == before && names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            {
                faults.Add(new Fault(path, "names a group twice"));
            }
            else if (faults.Count == before && names.Count < 2)
            {
                faults.Add(new Fault(path, "must name at least two groups"));
            }

            sets.Add([.. names.Select(name => PositionOf(groups, name))]);
        }

        return sets.ToImmutable();
    }

    private static int PositionOf(ImmutableArray<DemandGroup> groups, string name)
    {
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Name == name)
            {
                return i;
            }
        }

        throw new ArgumentException($"No group is named {name}.", nameof(name));
    }
}
