using System.Text.Json;
using NovaZones.Core.Json;

namespace NovaZones.Core.Placement.Compare;

/// <summary>Reads <c>{"request": {…}, "hosts": ["h1", "h2"]}</c> and finds every fault at once.</summary>
public static class ComparisonRequestParser
{
    private const int MostHosts = 10;

    /// <summary>Reads the question.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="parser">Checks the placement request in it.</param>
    /// <param name="request">The request, or null.</param>
    /// <param name="hosts">Names of the hosts.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    public static bool TryRead(JsonElement body, PlacementRequestParser parser, out PlacementRequest? request, out IReadOnlyList<string> hosts, out IReadOnlyList<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(parser);
        var found = new List<Fault>();
        faults = found;
        request = null;
        hosts = [];
        if (!BrokenText.IsAbsent(body, found))
        {
            return false;
        }

        var fields = new FieldReader(body, "", found);
        hosts = fields.Texts("hosts", MostHosts, 255);
        if (found.Count == 0 && (hosts.Count < 2 || hosts.Distinct(StringComparer.Ordinal).Count() < hosts.Count))
        {
            fields.Fault("hosts", $"must name 2 to {MostHosts} different hosts");
        }

        if (fields.Take("request") is not { } asked)
        {
            fields.Fault("request", "is required: the body of a placement");
        }
        else if (!parser.TryRead(asked, out request, out var wrong))
        {
            found.AddRange(wrong.Select(f => f.Under("request")));
        }

        fields.Finish();
        return found.Count == 0;
    }
}
