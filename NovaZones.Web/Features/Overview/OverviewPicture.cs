using Microsoft.AspNetCore.Components;
using NovaZones.Core.Claims;
using NovaZones.Core.Zones;
using NovaZones.Web.Components;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Overview;

/// <summary>Everything that the overview shows, the same for all who look; parts that did not change are the same objects as before.</summary>
public sealed record OverviewPicture
{
    /// <summary>When it was made; ages of the tree count from here.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The zone's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the zone is, in one line.</summary>
    public required string Lead { get; init; }

    /// <summary>The tree from this zone down.</summary>
    public required ZoneNode Root { get; init; }

    /// <summary>Zones of the tree.</summary>
    public required int Zones { get; init; }

    /// <summary>Main resource classes of which the zone has any, in the order in which they are shown.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The cards at the top.</summary>
    public required IReadOnlyList<FigureText> Figures { get; init; }

    /// <summary>The newest requests, newest first.</summary>
    public required IReadOnlyList<LatestRow> Latest { get; init; }

    /// <summary>Why requests were refused lately.</summary>
    public required RefusalSummary Refusals { get; init; }

    /// <summary>How many of each common request fit.</summary>
    public required IReadOnlyList<FitRow> Fits { get; init; }
}

/// <summary>One card.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Value">The figure.</param>
/// <param name="Note">What it is made of.</param>
/// <param name="Tone">Whether it is worth a look.</param>
/// <param name="TestId">Name for tests.</param>
public sealed record FigureText(string Name, string Value, string Note, Tone Tone, string TestId);

/// <summary>One of the newest requests.</summary>
/// <param name="Item">The request.</param>
/// <param name="Words">What it asked for and got.</param>
/// <param name="Chip">Its state.</param>
public sealed record LatestRow(Reservation Item, string Words, RenderFragment Chip)
{
    /// <summary>The request's name for ever.</summary>
    public string Id => Item.Id;

    /// <summary>Its page.</summary>
    public string Href { get; } = ConsoleRoutes.Placement(Item.Id);

    /// <summary>When it was asked, for machines.</summary>
    public string At { get; } = RelativeTime.ForMachines(Item.CreatedAt);

    private Tooltips? _tooltips; // of the zone asked for last: most operators sit in the same one

    /// <summary>When it was asked, in the reader's zone and in UTC.</summary>
    public string TooltipIn(TimeZoneInfo? zone)
    {
        // A box is swapped as a whole, so that no reader sees the words of one zone under another.
        if (_tooltips is not { } known || !ReferenceEquals(known.Zone, zone))
        {
            _tooltips = known = new Tooltips(zone, RelativeTime.Tooltip(Item.CreatedAt, zone));
        }

        return known.Text;
    }

    /// <summary>Two rows of the same words are the same row; what else a request holds is not shown.</summary>
    public bool Equals(LatestRow? other) => other is not null && Id == other.Id && Says(other.Item);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>Whether a row made of another request would say the same.</summary>
    public bool Says(Reservation other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Item.Name, Item.State, Item.Placed, Item.Requested, Item.Reason, Item.CreatedAt) == (other.Name, other.State, other.Placed, other.Requested, other.Reason, other.CreatedAt);
    }

    private sealed record Tooltips(TimeZoneInfo? Zone, string Text);
}

/// <summary>How many of a common request fit.</summary>
/// <param name="Key">The request, as it is counted.</param>
/// <param name="Count">How many.</param>
/// <param name="Zones">Zones that counted it.</param>
/// <param name="Request">What is asked, as JSON.</param>
public sealed record FitRow(string Key, string Count, int Zones, string Request)
{
    /// <summary>What is asked, in words.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The row of a request.</summary>
    public static FitRow Of(RequestFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new FitRow(fit.Key, ResourceText.Number(fit.Count), fit.Zones, fit.Request) { Words = RequestWords.Of(fit.Request) };
    }

    /// <summary>Two rows of the same request and numbers are the same row.</summary>
    public bool Equals(FitRow? other) => other is not null && (Key, Count, Zones, Request) == (other.Key, other.Count, other.Zones, other.Request);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}

/// <summary>Why the newest requests were refused.</summary>
/// <param name="Asked">Requests that were looked at.</param>
/// <param name="Refused">Those refused.</param>
/// <param name="Others">Those refused for reasons that are not shown.</param>
/// <param name="Reasons">The commonest reasons, the commonest first.</param>
public sealed record RefusalSummary(int Asked, int Refused, int Others, IReadOnlyList<RefusalReason> Reasons)
{
    /// <summary>The summary of the newest requests: the one of before, when it says the same.</summary>
    public static RefusalSummary Of(IReadOnlyList<Reservation> newest, RefusalSummary? last)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var (reasons, others, refused) = RefusalReason.Of(newest);
        return last is not null && (last.Asked, last.Refused, last.Others) == (newest.Count, refused, others) && last.Reasons.SequenceEqual(reasons)
            ? last
            : new RefusalSummary(newest.Count, refused, others, reasons);
    }
}
