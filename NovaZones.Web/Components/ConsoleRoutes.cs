namespace NovaZones.Web.Components;

/// <summary>Addresses of the console's pages, all in one place.</summary>
public static class ConsoleRoutes
{
    /// <summary>The tree of zones.</summary>
    public const string Overview = "/";

    /// <summary>All hosts.</summary>
    public const string Hosts = "/hosts";

    /// <summary>All placements.</summary>
    public const string Placements = "/placements";

    /// <summary>The form for a placement.</summary>
    public const string NewPlacement = "/placements/new";

    /// <summary>Child zones.</summary>
    public const string ChildZones = "/zones";

    /// <summary>Aggregates and their rules.</summary>
    public const string Aggregates = "/aggregates";

    /// <summary>Quotas of tenants.</summary>
    public const string Quotas = "/quotas";

    /// <summary>Policies.</summary>
    public const string Policies = "/policies";

    /// <summary>What would come of changes that are thought of.</summary>
    public const string WhatIf = "/what-if";

    /// <summary>Instances that would not be placed where they are.</summary>
    public const string Drift = "/drift";

    /// <summary>Whether the books hold.</summary>
    public const string Books = "/books";

    /// <summary>People and tokens.</summary>
    public const string Access = "/access";

    /// <summary>The signed-in person's own password, second factor and sessions.</summary>
    public const string Account = "/account";

    /// <summary>Settings in force.</summary>
    public const string Settings = "/settings";

    /// <summary>Version and health.</summary>
    public const string About = "/about";

    /// <summary>Recurring jobs.</summary>
    public const string Jobs = "/jobs";

    /// <summary>Hangfire's dashboard, which is not a page of ours.</summary>
    public const string JobsDashboard = "/hangfire";

    /// <summary>Who changed what.</summary>
    public const string Audit = "/audit";

    /// <summary>One host.</summary>
    public static string Host(string name) => $"/hosts/{Uri.EscapeDataString(name)}";

    /// <summary>Two hosts side by side.</summary>
    public static string CompareHosts(string first, string second) => $"/compare?first={Uri.EscapeDataString(first)}&second={Uri.EscapeDataString(second)}";

    /// <summary>One child zone in the list of them.</summary>
    public static string ChildZone(string name) => $"{ChildZones}#zone-{Uri.EscapeDataString(name)}";

    /// <summary>One aggregate in the list of them.</summary>
    public static string Aggregate(string name) => $"{Aggregates}#aggregate-{Uri.EscapeDataString(name)}";

    /// <summary>One policy.</summary>
    public static string Policy(string name) => $"{Policies}?name={Uri.EscapeDataString(name)}";

    /// <summary>One placement.</summary>
    public static string Placement(string reservationId) => $"/placements/{Uri.EscapeDataString(reservationId)}";
}
