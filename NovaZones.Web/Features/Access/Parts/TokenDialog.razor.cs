using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core;
using NovaZones.Core.Access;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Access.Parts;

/// <summary>Makes a token; closes with it and its secret.</summary>
public partial class TokenDialog
{
    private const string OwnDay = "day";
    private const string Never = "never";

    private static readonly int[] _days = [7, 30, 90, 365];

    private readonly HashSet<string> _scopes = [ApiScopes.Read];
    private string? _name;
    private string? _host;
    private string _end = "90";
    private DateTime? _day;
    private IReadOnlyList<SelectOption> _ends = [];
    private IReadOnlyList<Fault> _faults = [];
    private bool _isBusy;

    /// <summary>Makes it.</summary>
    [Inject]
    public required AccessService Access { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <summary>The browser's zone; null until the browser told it, then UTC counts.</summary>
    [CascadingParameter]
    private TimeZoneInfo? BrowserZone { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized() =>
        _ends = [.. _days.Select(days => new SelectOption(days.ToString(CultureInfo.InvariantCulture), L["InDays", days])), new(OwnDay, L["OwnDay"]), new(Never, L["Never"])];

    /// <summary>Only what reports hosts can be for one of them.</summary>
    private bool CanHaveHost => _scopes.Count == 1 && _scopes.Contains(ApiScopes.HostsReport);

    private string? Of(string field) =>
        _faults.Where(f => f.Field == field || f.Field.StartsWith(field + "[", StringComparison.Ordinal)).Select(f => f.Message).FirstOrDefault();

    private void Choose(string scope, bool isChosen)
    {
        if (isChosen)
        {
            _scopes.Add(scope);
        }
        else
        {
            _scopes.Remove(scope);
        }
    }

    // The chosen day is the last on which the token is good, by the reader's clock.
    private DateTimeOffset? EndOf(DateTimeOffset now)
    {
        if (_end != OwnDay)
        {
            return int.TryParse(_end, CultureInfo.InvariantCulture, out var days) ? now.AddDays(days) : null;
        }

        if (_day is not { } day || day.Date == DateTime.MaxValue.Date)
        {
            return DateTimeOffset.MinValue; // refused below as not in the future
        }

        var midnight = DateTime.SpecifyKind(day.Date.AddDays(1), DateTimeKind.Unspecified);
        return new DateTimeOffset(midnight, (BrowserZone ?? TimeZoneInfo.Utc).GetUtcOffset(midnight)).ToUniversalTime();
    }

    private async Task SaveAsync()
    {
        if (await Acts.TryAsync("token", SaveNowAsync) is { } fault)
        {
            _faults = [fault];
        }
    }

    private async Task SaveNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Admin);
        _isBusy = true;
        try
        {
            var now = Time.GetUtcNow();
            var (scopes, end) = (ApiScopes.All.Where(_scopes.Contains).ToList(), EndOf(now));
            var host = CanHaveHost && !string.IsNullOrWhiteSpace(_host) ? _host.Trim() : null;
            _faults = TokenRules.Check(_name, scopes, end, host, now);
            if (_faults.Count == 0)
            {
                Dialog.Close(DialogResult.Ok(await Access.CreateTokenAsync(_name!, scopes, end, host, await Permission.CallerAsync(), CancellationToken.None)));
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
