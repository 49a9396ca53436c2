using NovaZones.Core;
using NovaZones.Core.Access;
using NovaZones.Core.Fleet;

namespace NovaZones.Web.Features.Access;

/// <summary>What a token may look like, for the API and the console alike.</summary>
internal static class TokenRules
{
    /// <summary>Characters of a token's name.</summary>
    public const int NameLength = 100;

    /// <summary>Everything that is wrong with a token that is asked for.</summary>
    public static List<Fault> Check(string? name, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, string? host, DateTimeOffset now)
    {
        var faults = new List<Fault>();
        if ((name?.Trim().Length ?? 0) is 0 or > NameLength)
        {
            faults.Add(new Fault("name", $"must have 1 to {NameLength} characters."));
        }

        if (scopes.Count == 0)
        {
            faults.Add(new Fault("scopes", "must name at least one scope."));
        }

        for (var index = 0; index < scopes.Count; index++)
        {
            if (!ApiScopes.All.Contains(scopes[index]))
            {
                faults.Add(new Fault($"scopes[{index}]", $"must be one of {string.Join(", ", ApiScopes.All)}."));
            }
        }

        if (expiresAt <= now)
        {
            faults.Add(new Fault("expiresAt", "must be in the future."));
        }

        if (host is not null && HostReportParser.CheckName(host) is { } wrong)
        {
            faults.Add(new Fault("host", wrong + "."));
        }
        else if (host is not null && scopes.Any(scope => scope != ApiScopes.HostsReport))
        {
            // Whatever else it may, it could speak of other hosts.
            faults.Add(new Fault("host", $"is for tokens with the scope {ApiScopes.HostsReport} alone."));
        }

        return faults;
    }
}
