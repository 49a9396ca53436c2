using NovaZones.Core;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Query;
using NovaZones.Core.Zones;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Hosts;

/// <summary>One page of hosts out of a snapshot: filtered, ordered and cut on the server.</summary>
/// <param name="Hosts">The page.</param>
/// <param name="Counts">Hosts that match the text, by state.</param>
/// <param name="Matching">Hosts that match text and state.</param>
/// <param name="Page">The page shown, from 1; the last one when a later one was asked.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
/// <param name="Faults">What is wrong with a query written into the search field.</param>
public sealed record HostTable(IReadOnlyList<Host> Hosts, HostCounts Counts, int Matching, int Page, int Pages, IReadOnlyList<Fault> Faults)
{
    /// <summary>Hosts on a page.</summary>
    public const int PageSize = 50;

    private static readonly Dictionary<string, Func<Host, double>> _figures = new(StringComparer.Ordinal)
    {
        ["cpu"] = host => UsedShare(host, ResourceClass.Vcpu),
        ["memory"] = host => UsedShare(host, ResourceClass.MemoryMb),
        ["disk"] = host => UsedShare(host, ResourceClass.DiskGb),
        ["gpu"] = host => UsedShare(host, ResourceText.GpuMilli),
        ["instances"] = host => host.InstanceCount,
        ["seen"] = host => host.Heartbeat.LastReportAt.UtcTicks,
    };

    /// <summary>Reads a page.</summary>
    /// <param name="fleet">The hosts.</param>
    /// <param name="text">Part of a name, or a JSON query; null for all.</param>
    /// <param name="state"><c>up</c>, <c>down</c> or <c>disabled</c>; anything else for all.</param>
    /// <param name="sort"><c>name</c>, <c>zone</c> or a figure, with <c>-</c> before it for descending; anything unknown is <c>name</c>.</param>
    /// <param name="page">From 1.</param>
    /// <param name="now">The time by which hosts are up or down.</param>
    /// <param name="staleAfter">Silence after which a host is down.</param>
    /// <param name="pageSize">Hosts on a page.</param>
    public static HostTable Read(
        FleetSnapshot fleet, string? text, string? state, string? sort, int page, DateTimeOffset now, TimeSpan staleAfter, int pageSize = PageSize)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        HostQuery? query = null;
        if (text is ['[' or '{', ..] && !QueryParser.TryParse(text, out query, out var faults))
        {
            return new HostTable([], default, 0, 1, 1, [.. faults.Select(f => new Fault(f.Position, f.Message))]);
        }

        var counts = default(HostCounts);
        var hosts = new List<Host>();
        foreach (var host in fleet.Hosts)
        {
            if (!Matches(host, query, text))
            {
                continue;
            }

            var (own, word) = StateOf(host, now, staleAfter);
            counts += own;
            if (state is not ("up" or "down" or "disabled") || state == word)
            {
                hosts.Add(host);
            }
        }

        Sort(hosts, sort);
        var pages = Math.Max(1, (hosts.Count + pageSize - 1) / pageSize);
        var shown = Math.Clamp(page, 1, pages);
        return new HostTable([.. hosts.Skip((shown - 1) * pageSize).Take(pageSize)], counts, hosts.Count, shown, pages, []);
    }

    private static bool Matches(Host host, HostQuery? query, string? text)
    {
        if (query is null)
        {
            return string.IsNullOrEmpty(text) || host.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || string.Equals(host.AvailabilityZone, text, StringComparison.OrdinalIgnoreCase);
        }

        var candidate = new Candidate();
        candidate.MoveTo(host);
        return query.Evaluate(candidate);
    }

    private static (HostCounts Counts, string Word) StateOf(Host host, DateTimeOffset now, TimeSpan staleAfter) =>
        host.AdminState == AdminState.Disabled ? (new HostCounts(0, 0, 1), "disabled")
        : host.IsUp(now, staleAfter) ? (new HostCounts(1, 0, 0), "up")
        : (new HostCounts(0, 1, 0), "down");

    private static void Sort(List<Host> hosts, string? sort)
    {
        var sign = sort is ['-', ..] ? -1 : 1;
        var key = sort?.TrimStart('-') ?? "name";
        if (_figures.TryGetValue(key, out var figure))
        {
            // Each figure once: a heartbeat that arrives while the list is being sorted must not change the order under the sort.
            var keyed = hosts.ConvertAll(host => (Host: host, Figure: figure(host)));
            keyed.Sort((a, b) => a.Figure.CompareTo(b.Figure) is not 0 and var order ? sign * order : string.CompareOrdinal(a.Host.Name, b.Host.Name));
            hosts.Clear();
            hosts.AddRange(keyed.Select(k => k.Host));
            return;
        }

        hosts.Sort((a, b) =>
        {
            var order = key == "zone" ? string.CompareOrdinal(a.AvailabilityZone, b.AvailabilityZone) : 0;
            return sign * (order != 0 ? order : string.CompareOrdinal(a.Name, b.Name));
        });
    }

    private static double UsedShare(Host host, string resourceClass) =>
        host.Sum(resourceClass) is { Capacity: > 0 } sum ? (double)sum.Used / sum.Capacity : -1;
}
