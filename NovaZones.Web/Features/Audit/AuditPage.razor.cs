using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Audit;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Audit;

/// <summary>Who changed what, newest first. What is chosen and the place in the list live in the address.</summary>
public partial class AuditPage
{
    private const int PageSize = 50;

    private static readonly string[] _endings = ["csv", "json", "ndjson"];
    private static readonly string[] _families = ["host", "policy", "child", "quota", "aggregate", "token", "user", "sign-in"];

    private IReadOnlyList<AuditEntry>? _page;
    private List<Fault> _faults = [];
    private string? _fault;
    private bool _hasMore;
    private bool _isChecking;

    /// <summary>The records.</summary>
    [Inject]
    public required IAuditStore Store { get; init; }

    /// <summary>The chain.</summary>
    [Inject]
    public required AuditLog Log { get; init; }

    /// <summary>Builds addresses.</summary>
    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults FaultLog { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>Part of a subject or of a name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>Only this act or family of acts.</summary>
    [SupplyParameterFromQuery(Name = "act")]
    public string? Act { get; set; }

    /// <summary>Only acts of this person or token.</summary>
    [SupplyParameterFromQuery(Name = "actor")]
    public string? Actor { get; set; }

    /// <summary>Only acts that ended so.</summary>
    [SupplyParameterFromQuery(Name = "outcome")]
    public string? Outcome { get; set; }

    /// <summary>Only from this moment on.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>Only before this moment.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery(Name = "cursor")]
    public string? Cursor { get; set; }

    private IReadOnlyList<LinkTab> OutcomeTabs =>
        [OutcomeTab(L["AnyOutcome"], null), .. Enum.GetValues<AuditOutcome>().Select(o => OutcomeTab(L[$"Outcome_{o}"], o.ToString().ToLowerInvariant()))];

    // What stands in the address and no tab or field above says.
    private bool IsNarrowed => !string.IsNullOrEmpty(Outcome) || !string.IsNullOrEmpty(From) || !string.IsNullOrEmpty(To);

    private string Narrowed => string.Join(" · ", new[]
    {
        string.IsNullOrEmpty(Outcome) ? null : L["OnlyOutcome", Outcome].Value, string.IsNullOrEmpty(From) ? null : L["SinceWhen", From].Value, string.IsNullOrEmpty(To) ? null : L["BeforeWhen", To].Value,
    }.OfType<string>());

    private IReadOnlyList<LinkTab> ActTabs => [Tab(L["All"], null), .. _families.Select(f => Tab(L[f], f))];

    private (string?, string?, string?, string?, string?, string?, string?) Asked => (Cursor, Act, Actor, Text, From, To, Outcome);

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        var faults = new List<Fault>();
        var (asked, filter) = (Asked, AuditQuery.Read(PageSize + 1, Cursor, Act, Actor, Text, From, To, Outcome, faults));
        _faults = faults;
        if (faults.Count > 0)
        {
            _fault = null;
            return;
        }

        IReadOnlyList<AuditEntry>? found = null;
        var fault = await FaultLog.TryAsync("audit", async () => found = await Store.ListAsync(filter, CancellationToken.None));
        if (asked != Asked)
        {
            return; // something else was asked for meanwhile, and its answer is on the way or here
        }

        _fault = fault;
        if (found is not null)
        {
            _hasMore = found.Count > PageSize;
            _page = [.. found.Take(PageSize)];
        }
    }

    private Task VerifyAsync() => Acts.DoAsync("audit", VerifyNowAsync);

    private async Task VerifyNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Admin);
        _isChecking = true;
        try
        {
            var result = await Log.VerifyAsync(null, CancellationToken.None);
            Snackbar.Add(result.Holds ? L["Holds"] : L["Broken"], result.Holds ? Severity.Success : Severity.Error);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            Snackbar.Add(L["Failed", FaultLog.Note("audit", ex)], Severity.Error);
        }
        finally
        {
            _isChecking = false;
        }
    }

    private LinkTab Tab(string word, string? act) => new(word, Address(("act", act), ("cursor", null)), Act == act, TestId: $"audit-act-{act ?? "all"}");

    private LinkTab OutcomeTab(string word, string? outcome) =>
        new(word, Address(("outcome", outcome), ("cursor", null)), string.Equals(Outcome ?? "", outcome ?? "", StringComparison.OrdinalIgnoreCase), TestId: $"audit-outcome-{outcome ?? "all"}");

    private string WidenedAddress => Address(("outcome", null), ("from", null), ("to", null), ("cursor", null));

    private void ChooseDay(string name, object? day) => Navigation.NavigateTo(Address((name, string.IsNullOrEmpty(day as string) ? null : (string)day), ("cursor", null)), replace: true);

    private static string DayOf(string? moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    private void Search(string text) =>
        Navigation.NavigateTo(Address(("q", string.IsNullOrWhiteSpace(text) ? null : text.Trim()), ("cursor", null)), replace: true);

    private void GoOlder()
    {
        if (_page is [.., var last])
        {
            Navigation.NavigateTo(Address(("cursor", last.Sequence.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private string NewestAddress => Address(("cursor", null));

    private string AddressOfActor(string? name) => Address(("actor", name), ("cursor", null));

    private string Address(params (string Name, string? Value)[] changes) =>
        Navigation.GetUriWithQueryParameters(changes.ToDictionary(c => c.Name, c => (object?)c.Value));
}
