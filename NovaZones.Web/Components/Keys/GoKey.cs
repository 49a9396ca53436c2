using NovaZones.Web.Composition;

namespace NovaZones.Web.Components.Keys;

/// <summary>A page that <c>g</c> and a letter lead to.</summary>
/// <param name="Letter">The letter, lower case.</param>
/// <param name="Word">Key of the page's name in the menu's words.</param>
/// <param name="Href">Its address.</param>
/// <param name="Policy">Who may see it.</param>
/// <param name="IsDocument">Whether it writes cookies and is therefore loaded as a document of its own.</param>
internal sealed record GoKey(char Letter, string Word, string Href, string Policy = AccessPolicies.Read, bool IsDocument = false)
{
    /// <summary>All of them, in the order of the menu.</summary>
    public static IReadOnlyList<GoKey> All { get; } =
    [
        new('o', "Overview", ConsoleRoutes.Overview),
        new('h', "Hosts", ConsoleRoutes.Hosts),
        new('p', "Placements", ConsoleRoutes.Placements),
        new('z', "ChildZones", ConsoleRoutes.ChildZones),
        new('a', "Aggregates", ConsoleRoutes.Aggregates),
        new('q', "Quotas", ConsoleRoutes.Quotas),
        new('l', "Policies", ConsoleRoutes.Policies),
        new('w', "WhatIf", ConsoleRoutes.WhatIf, AccessPolicies.Operate),
        new('d', "Drift", ConsoleRoutes.Drift, AccessPolicies.Operate),
        new('j', "Jobs", ConsoleRoutes.Jobs),
        new('i', "About", ConsoleRoutes.About),
        new('m', "Account", ConsoleRoutes.Account, AccessPolicies.Person, IsDocument: true),
        new('b', "Books", ConsoleRoutes.Books, AccessPolicies.Admin),
        new('u', "Access", ConsoleRoutes.Access, AccessPolicies.Admin),
        new('s', "Settings", ConsoleRoutes.Settings, AccessPolicies.Admin),
        new('t', "Audit", ConsoleRoutes.Audit, AccessPolicies.Admin),
    ];
}
