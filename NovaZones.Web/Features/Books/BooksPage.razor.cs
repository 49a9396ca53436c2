using Microsoft.AspNetCore.Components;
using MudBlazor;
using NovaZones.Core.Live;
using NovaZones.Core.Operations;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Books;

/// <summary>The last check of the books, and a button for the next.</summary>
public partial class BooksPage
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Jobs];

    private static readonly string[] _columns = ["kind", "isFault", "host", "provider", "class", "total", "allocated", "inMemory", "cause", "instanceId", "reservationId"];

    private bool _isChecking;

    /// <summary>The check.</summary>
    [Inject]
    public required LedgerCheck Check { get; init; }

    /// <summary>Says what was done.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>Says what stood in the way of an act.</summary>
    [Inject]
    public required GuardedActs Acts { get; init; }

    /// <summary>Whether the person may.</summary>
    [Inject]
    public required Permission Permission { get; init; }

    private static bool IsCut(LedgerCheckResult result) => result.Faults + result.Notes > result.Differences.Length;

    private static IEnumerable<object?[]> Rows(LedgerCheckResult result) => result.Differences.Select(d => new object?[]
    {
        d.Kind, d.IsFault ? "yes" : "no", d.Host, d.Provider, d.ResourceClass, d.Total, d.Allocated, d.InMemory, d.Cause, d.InstanceId?.ToString(), d.ReservationId,
    });

    private Task CheckAsync() => Acts.DoAsync("books", CheckNowAsync);

    private async Task CheckNowAsync()
    {
        await Permission.DemandAsync(AccessPolicies.Admin);
        _isChecking = true;
        try
        {
            await Check.RunAsync(CancellationToken.None);
            Snackbar.Add(L["Checked"], Severity.Success);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            Snackbar.Add(L["Failed", Faults.Note("books", ex)], Severity.Error);
        }
        finally
        {
            _isChecking = false;
        }
    }
}
