using Microsoft.AspNetCore.Components;
using NovaZones.Core.Federation;
using NovaZones.Core.Live;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones;
using NovaZones.Data.Operations;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.About;

/// <summary>What runs here, on what, and whether it is well.</summary>
public sealed partial class AboutPage : IDisposable
{
    private static readonly ChangeTopic[] _topics = [ChangeTopic.Children];
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<HealthCheck>? _checks;
    private IReadOnlyList<ChildState> _children = [];
    private IReadOnlyList<WorkLease> _leases = [];
    private ZoneInfo? _info;
    private ProcessFacts? _process;
    private DatabaseFacts? _database;
    private string? _databaseFault;
    private string? _faultNumber;

    /// <summary>Whether the zone is well.</summary>
    [Inject]
    public required HealthProbe Probe { get; init; }

    /// <summary>Asks the database.</summary>
    [Inject]
    public required DatabaseInspector Inspector { get; init; }

    /// <summary>The zone.</summary>
    [Inject]
    public required ZoneOverview Overview { get; init; }

    /// <summary>The children.</summary>
    [Inject]
    public required ChildZoneRegistry Registry { get; init; }

    /// <summary>Holds what only replicas have.</summary>
    [Inject]
    public required IServiceProvider Services { get; init; }

    /// <summary>Keeps what a fault says of itself.</summary>
    [Inject]
    public required PageFaults Faults { get; init; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private string ReplicaText
    {
        get
        {
            if (Services.GetService<ReplicaSettings>() is not { } own)
            {
                return L["Alone"];
            }

            var holder = _leases.FirstOrDefault(lease => lease.Name == WorkLease.Background)?.Holder;
            return L[holder == own.Id ? "ReplicasHere" : "ReplicasElsewhere", _leases.Count(lease => lease.IsOfReplica), own.Id.ToString("N")[..8]];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private static string Bytes(long bytes) => bytes < 1024 * 1024 ? $"{ResourceText.Number(bytes / 1024.0)} KiB" : ResourceText.Amount("MEMORY_MB", bytes / (1024 * 1024));

    private string Age(DateTimeOffset since)
    {
        var age = Time.GetUtcNow() - since;
        return age.TotalDays >= 1 ? L["Days", (int)age.TotalDays, age.Hours] : age.TotalHours >= 1 ? L["Hours", (int)age.TotalHours, age.Minutes] : L["Minutes", Math.Max(0, age.Minutes), Math.Max(0, age.Seconds)];
    }

    private async Task ReadAsync()
    {
        (_info, _process, _children) = (Overview.Current(), ProcessFacts.Read(), Registry.All);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limited.CancelAfter(_patience);
        try
        {
            _checks = await Probe.CheckAsync(limited.Token);
            _database = await Inspector.InspectAsync(limited.Token);
            _leases = Services.GetService<IWorkLeaseStore>() is { } leases ? await leases.ListAsync(limited.Token) : [];
            (_databaseFault, _faultNumber) = (null, null);
        }
        catch (Exception ex) when (PageFaults.IsOfStore(ex))
        {
            _databaseFault = L["Unreadable", _faultNumber ??= Faults.Note("about", ex)]; // noted once, not with every look
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            _databaseFault = L["TooLate", _patience.TotalSeconds];
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}
