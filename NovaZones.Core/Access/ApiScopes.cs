namespace NovaZones.Core.Access;

/// <summary>What an API token may be allowed to do. The words are part of the HTTP contract and never change.</summary>
public static class ApiScopes
{
    /// <summary>Read everything this zone shows.</summary>
    public const string Read = "read";

    /// <summary>Place and release instances.</summary>
    public const string PlacementsWrite = "placements:write";

    /// <summary>Report hosts, their changes and their heartbeats.</summary>
    public const string HostsReport = "hosts:report";

    /// <summary>Act as this zone's parent: select, claim and release through sealed plans.</summary>
    public const string ZoneParent = "zone:parent";

    /// <summary>Everything, including what the other scopes allow.</summary>
    public const string Admin = "admin";

    /// <summary>Every scope, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, PlacementsWrite, HostsReport, ZoneParent, Admin];

    /// <summary>Whether a scope lets somebody act as this zone's parent.</summary>
    /// <param name="scope">The scope.</param>
    public static bool IsOfParents(string scope) => scope is ZoneParent or Admin;
}
