using System.Security.Claims;

namespace NovaZones.Web.Oidc;

/// <summary>What the role claim must hold for each role (section <c>Auth:Oidc:Roles</c>). Of several the strongest counts; whoever has none is refused.</summary>
internal sealed class OidcRoleOptions
{
    /// <summary>Values of the role claim that make a viewer.</summary>
    /// <value>With commas between; default none.</value>
    public string? Viewer { get; set; }

    /// <summary>Values of the role claim that make an operator.</summary>
    /// <value>With commas between; default none.</value>
    public string? Operator { get; set; }

    /// <summary>Values of the role claim that make an administrator.</summary>
    /// <value>With commas between; default none.</value>
    public string? Administrator { get; set; }

    /// <summary>Whether any role can be had.</summary>
    internal bool IsEmpty => Values(Viewer).Length + Values(Operator).Length + Values(Administrator).Length == 0;

    /// <summary>The strongest role of a person; null when there is none.</summary>
    internal string? RoleOf(ClaimsPrincipal person, string claim)
    {
        var held = person.FindAll(claim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        return Values(Administrator).Any(held.Contains) ? Core.Access.Roles.Administrator
            : Values(Operator).Any(held.Contains) ? Core.Access.Roles.Operator
            : Values(Viewer).Any(held.Contains) ? Core.Access.Roles.Viewer
            : null;
    }

    private static string[] Values(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
