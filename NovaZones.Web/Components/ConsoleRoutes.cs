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

    /// <summary>Whether the books hold.</summary>
    public const string Books = "/books";

    /// <summary>One host.</summary>
    public static string Host(string name) => $"/hosts/{Uri.EscapeDataString(name)}";

    /// <summary>One placement.</summary>
    public static string Placement(string reservationId) => $"/placements/{Uri.EscapeDataString(reservationId)}";
}
