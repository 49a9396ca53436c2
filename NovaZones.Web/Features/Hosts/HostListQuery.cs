using System.Buffers.Text;
using System.Text.Json;
using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;

namespace NovaZones.Web.Features.Hosts;

/// <summary>Which hosts to list and in what order; read from the address, used by API and console alike.</summary>
internal sealed class HostListQuery
{
    private static readonly Dictionary<string, Func<Host, IComparable>> SortKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = host => host.Name,
        ["instances"] = host => host.InstanceCount,
        ["lastReportAt"] = host => host.Heartbeat.LastReportAt,
        ["generation"] = host => host.Generation,
        ["availabilityZone"] = host => host.AvailabilityZone ?? "",
        ["adminState"] = host => host.AdminState,
    };

    private readonly int _limit;
    private readonly string _after;
    private readonly string _sort;
    private readonly bool _descending;
    private readonly string? _text;
    private readonly HostQuery? _query;

    private HostListQuery(int limit, string after, string sort, bool descending, string? text, HostQuery? query)
    {
        _limit = limit;
        _after = after;
        _sort = sort;
        _descending = descending;
        _text = text;
        _query = query;
    }

    /// <summary>Reads the parameters; every fault names its parameter.</summary>
    /// <param name="limit">1 to 1000.</param>
    /// <param name="cursor">What the page before handed out.</param>
    /// <param name="sort">A key, with <c>-</c> before it for descending.</param>
    /// <param name="q">Part of the name, or a JSON query.</param>
    /// <param name="faults">What is wrong.</param>
    public static HostListQuery? Read(string? limit, string? cursor, string? sort, string? q, List<Fault> faults)
    {
        var take = ListParameters.ReadLimit(limit, faults);
        var descending = sort is ['-', ..];
        var key = descending ? sort![1..] : sort ?? "name";
        if (!SortKeys.ContainsKey(key))
        {
            faults.Add(new Fault("sort", $"must be one of {string.Join(", ", SortKeys.Keys)}, with - before it for descending"));
        }

        HostQuery? query = null;
        if (q is ['[' or '{', ..] && !QueryParser.TryParse(q, out query, out var queryFaults))
        {
            faults.AddRange(queryFaults.Select(f => new Fault(f.Position.StartsWith("query", StringComparison.Ordinal) ? "q" + f.Position[5..] : f.Position, f.Message)));
        }

        var after = "";
        if (cursor is not null && !TryReadCursor(cursor, out after))
        {
            faults.Add(new Fault("cursor", "is not one that this list handed out"));
        }

        return faults.Count > 0 ? null : new HostListQuery(take, after, key, descending, query is null ? q : null, query);
    }

    /// <summary>The page, and the cursor of the next one or null at the end.</summary>
    public (IReadOnlyList<Host> Hosts, string? NextCursor) Run(FleetSnapshot fleet)
    {
        var key = SortKeys[_sort];
        var order = Comparer<Host>.Create((a, b) =>
        {
            var byKey = key(a) is string text ? string.CompareOrdinal(text, (string)key(b)) : key(a).CompareTo(key(b));
            byKey = _descending ? -byKey : byKey;
            return byKey != 0 ? byKey : string.CompareOrdinal(a.Name, b.Name);
        });
        var hosts = fleet.Hosts.Where(Matches).ToList();
        hosts.Sort(order);
        var begin = 0;
        if (_after.Length > 0)
        {
            // A host that is gone meanwhile leaves its place in the order of names only; other orders then begin anew after its like.
            begin = hosts.FindIndex(h => h.Name == _after) is >= 0 and var at
                ? at + 1
                : hosts.FindIndex(h => string.CompareOrdinal(h.Name, _after) > 0) is >= 0 and var next ? next : hosts.Count;
        }

        var page = hosts.Skip(begin).Take(_limit).ToList();
        return (page, begin + page.Count < hosts.Count && page.Count > 0 ? WriteCursor(page[^1].Name) : null);
    }

    private bool Matches(Host host)
    {
        if (_query is not null)
        {
            var candidate = new Candidate();
            candidate.MoveTo(host);
            return _query.Evaluate(candidate);
        }

        return string.IsNullOrEmpty(_text) || host.Name.Contains(_text, StringComparison.OrdinalIgnoreCase);
    }

    private static string WriteCursor(string name) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(name));

    private static bool TryReadCursor(string cursor, out string name)
    {
        name = "";
        try
        {
            name = JsonSerializer.Deserialize<string>(Base64Url.DecodeFromChars(cursor)) ?? "";
            return name.Length > 0;
        }
        catch (Exception ex) when (ex is FormatException or JsonException)
        {
            return false;
        }
    }
}
