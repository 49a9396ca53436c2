using Microsoft.AspNetCore.Components;
using NovaZones.Core.Claims;
using NovaZones.Core.Live;
using NovaZones.Core.Placement.Pending;
using NovaZones.Web.Components.Shared;

namespace NovaZones.Web.Features.Placements;

/// <summary>Reservations, newest first; the first page is live. State, text and place in the list live in the address.</summary>
public partial class PlacementsPage
{
    private const int PageSize = 50;

    private static readonly ChangeTopic[] _topics = [ChangeTopic.Placements];

    // The way back: cursors know only forward. Kept by page, since the browser's own buttons move between pages too. Of a page
    // that a link led to it is not known: from there the way goes to the newest.
    private readonly Dictionary<string, string?> _newer = [];
    private ReservationPage? _page;
    private IReadOnlyDictionary<string, PendingStatus> _pending = new Dictionary<string, PendingStatus>();
    private bool _isBadCursor;
    private string? _fault;

    /// <summary>What was placed.</summary>
    [Inject]
    public required IReservationStore Reservations { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Where those stand that are not placed yet.</summary>
    [Inject]
    public required PendingBook Pending { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>Part of an id, a name or a tenant.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>Only this state.</summary>
    [SupplyParameterFromQuery(Name = "state")]
    public string? State { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    private ReservationState? Wanted => StateOf(State);

    private bool IsFiltered => Wanted is not null || !string.IsNullOrEmpty(Text);

    private IReadOnlyList<LinkTab> StateTabs =>
    [
        Tab(L["All"], null),
        .. Enum.GetValues<ReservationState>().Where(s => s != ReservationState.Claiming).Select(s => Tab(L[s.ToString()], s)),
    ];

    /// <summary>The state that the address names, or null for all.</summary>
    internal static ReservationState? StateOf(string? text) => Enum.TryParse<ReservationState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => TryReadAsync();

    private ReservationFilter Asked => new(PageSize, Cursor, Wanted, string.IsNullOrWhiteSpace(Text) ? null : Text);

    private async Task TryReadAsync()
    {
        var asked = Asked;
        var fault = await Faults.TryAsync("placements", ReadAsync);
        if (asked == Asked)
        {
            _fault = fault;
        }
    }

    private async Task ReadAsync()
    {
        var asked = Asked;
        try
        {
            var page = await Reservations.ListAsync(asked, CancellationToken.None);
            if (asked == Asked)
            {
                // Else something else was asked for meanwhile, and its answer is on the way or here.
                (_page, _isBadCursor, _fault) = (page, false, null);
                _pending = Pending.StatusOf([.. page.Items.Where(r => r.IsPending).Select(r => r.Id)]);
            }
        }
        catch (ArgumentException ex) when (ex.ParamName == "cursor")
        {
            _isBadCursor |= asked == Asked;
        }
    }

    private LinkTab Tab(string word, ReservationState? state) =>
        new(word, Address(("state", state?.ToString().ToLowerInvariant()), ("cursor", null)), Wanted == state, TestId: $"placement-state-{state?.ToString().ToLowerInvariant() ?? "all"}");

    private void Search(string text) =>
        Navigation.NavigateTo(Address(("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim()), ("cursor", null)), replace: true);

    private void GoOlder()
    {
        if (_page?.NextCursor is { } next)
        {
            _newer[next] = Cursor;
            Navigation.NavigateTo(Address(("cursor", next)));
        }
    }

    private void GoNewer() => Navigation.NavigateTo(Address(("cursor", Cursor is null ? null : _newer.GetValueOrDefault(Cursor))));

    private string Address(params (string Name, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(c => c.Name, c => (object?)c.Value));
}
