using NovaZones.Core;
using NovaZones.Web.Errors;

namespace NovaZones.Web.Features;

/// <summary>Refuses parameters of a list's address that the list does not know: one mistyped would else quietly list everything.</summary>
internal static class KnownParameters
{
    private const int MostNamed = 20;

    /// <summary>Answers 400, naming each, when the address has a parameter other than these.</summary>
    public static RouteHandlerBuilder WithParameters(this RouteHandlerBuilder list, params string[] names) =>
        list.AddEndpointFilter(async (context, next) =>
        {
            var unknown = context.HttpContext.Request.Query.Keys.Where(k => !names.Contains(k, StringComparer.OrdinalIgnoreCase)).Take(MostNamed).ToList();
            return unknown.Count == 0
                ? await next(context)
                : OutcomeResults.Invalid([.. unknown.Select(k => new Fault(k.Length <= 64 ? k : k[..64] + "…", $"is not a parameter of this list; known are {string.Join(", ", names)}"))]);
        });
}
