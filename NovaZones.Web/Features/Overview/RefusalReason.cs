using System.Text.RegularExpressions;
using NovaZones.Core.Claims;

namespace NovaZones.Web.Features.Overview;

/// <summary>Why requests were refused lately.</summary>
/// <param name="Text">The reason; amounts that differ from request to request are left open.</param>
/// <param name="Count">Requests refused for it.</param>
/// <param name="LastAt">When the last of them was asked.</param>
public sealed partial record RefusalReason(string Text, int Count, DateTimeOffset LastAt)
{
    private const int Shown = 6;

    /// <summary>The commonest reasons of a page of requests, the commonest first; the rest added up under null.</summary>
    /// <param name="newest">Requests, newest first.</param>
    public static (IReadOnlyList<RefusalReason> Reasons, int Others, int Refused) Of(IReadOnlyList<Reservation> newest)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var groups = newest.Where(request => request.State is ReservationState.Refused or ReservationState.Expired)
            .GroupBy(request => Number().Replace(request.Reason ?? "", "…"), StringComparer.Ordinal)
            .Select(group => new RefusalReason(group.Count() == 1 ? group.First().Reason ?? "" : group.Key, group.Count(), group.Max(request => request.CreatedAt)))
            .OrderByDescending(reason => reason.Count).ThenBy(reason => reason.Text, StringComparer.Ordinal)
            .ToList();
        return ([.. groups.Take(Shown)], groups.Skip(Shown).Sum(reason => reason.Count), groups.Sum(reason => reason.Count));
    }

    [GeneratedRegex(@"\b\d[\d.,]*\b")]
    private static partial Regex Number();
}
