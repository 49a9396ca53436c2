using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Web.Demo.Client;

/// <summary>Why a request was refused, in two words to count by.</summary>
/// <param name="Cause">The filter that dropped the most hosts, else the last segment of the problem's type.</param>
/// <param name="Reason">That filter's leading reason, else the problem's title; may be empty.</param>
internal sealed record PlacementRefusal(string Cause, string Reason)
{
    /// <summary>Of a refusal that explains itself; one in which no filter dropped anything is classified by its type.</summary>
    internal static PlacementRefusal Of(Refusal refusal) =>
        refusal.Filters.Where(filter => filter.Dropped > 0).OrderByDescending(filter => filter.Dropped).ThenBy(filter => filter.Filter, StringComparer.Ordinal).FirstOrDefault() is { } most
            ? new PlacementRefusal(most.Filter, most.Reasons?.MaxBy(reason => reason.Hosts)?.Reason ?? "")
            : new PlacementRefusal(LastSegment(refusal.Type), refusal.Title ?? "");

    /// <summary>Of any other conflict, such as hosts that were taken meanwhile.</summary>
    internal static PlacementRefusal Of(ZoneProblemException conflict) => new(LastSegment(conflict.Type ?? ""), conflict.Message);

    private static string LastSegment(string type)
    {
        var segment = type[(type.LastIndexOf('/') + 1)..];
        return segment.Length == 0 ? "unexplained" : segment;
    }
}
