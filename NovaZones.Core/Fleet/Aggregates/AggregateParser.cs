using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Json;

namespace NovaZones.Core.Fleet.Aggregates;

/// <summary>Checks the rules of an aggregate in JSON and finds every fault at once.</summary>
public static class AggregateParser
{
    private const int LongestName = 255;
    private const int MostTraits = 256;
    private const int MostTenants = 1000;

    /// <summary>Reads <c>{"requiredTraits": [], "tenants": []}</c>; what is left out is empty.</summary>
    /// <param name="name">The aggregate's name, from the address.</param>
    /// <param name="body">The JSON object.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    public static Aggregate? Read(string name, JsonElement body, out IReadOnlyList<Fault> faults)
    {
        var found = new List<Fault>();
        faults = found;
        if (name.Length is 0 or > LongestName || name.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            found.Add(new Fault("name", $"must have 1 to {LongestName} characters, none of them a control character"));
        }

        if (!BrokenText.IsAbsent(body, found))
        {
            return null;
        }

        var fields = new FieldReader(body, "", found);
        var traits = fields.Texts("requiredTraits", MostTraits, LongestName, HostReportParser.CheckTrait);
        var tenants = fields.Texts("tenants", MostTenants, LongestName);
        fields.Finish();
        return found.Count > 0 ? null : new Aggregate { Name = name, RequiredTraits = Sorted(traits), Tenants = Sorted(tenants) };
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
