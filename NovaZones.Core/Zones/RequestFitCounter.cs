using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Policies;

namespace NovaZones.Core.Zones;

/// <summary>Counts beside the requests how many of the frequent ones still fit on own hosts, for the summary.</summary>
/// <remarks>
/// Counting looks at every host that may serve. It is done once for whatever it rests on (a version of the fleet, the hosts that are silent,
/// the policy, the rules of aggregates) and never twice within <see cref="LeastPause"/>, and takes at most one part in <see cref="CostShare"/> of one processor: after a count the counter rests that
/// many times as long as it took. Runs in every replica: each counts for its own answers.
/// </remarks>
public sealed partial class RequestFitCounter : BackgroundService
{
    /// <summary>Shortest time between two counts.</summary>
    public static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest time after which it is noticed that a host fell silent, of which nothing tells.</summary>
    public static readonly TimeSpan SilenceLook = TimeSpan.FromSeconds(5);

    /// <summary>How many times as long as a count takes the counter rests.</summary>
    public const int CostShare = 20;

    private readonly RequestFits _fits;
    private readonly FrequentRequests _frequent;
    private readonly FleetView _view;
    private readonly PolicyBook _policies;
    private readonly PolicyResolver _resolver;
    private readonly AggregateBook _aggregates;
    private readonly ZoneIdentity _identity;
    private readonly ChangeFeed _feed;
    private readonly SchedulerOptions _scheduler;
    private readonly TimeProvider _time;
    private readonly ILogger<RequestFitCounter> _logger;
    private Counted _counted = new(default, []);

    internal RequestFitCounter(
        RequestFits fits, FrequentRequests frequent, FleetView view, PolicyBook policies, PolicyResolver resolver, AggregateBook aggregates, ZoneIdentity identity, ChangeFeed feed,
        IOptions<SchedulerOptions> scheduler, TimeProvider time, ILogger<RequestFitCounter> logger)
    {
        _fits = fits;
        _frequent = frequent;
        _view = view;
        _policies = policies;
        _resolver = resolver;
        _aggregates = aggregates;
        _identity = identity;
        _feed = feed;
        _scheduler = scheduler.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>Counts if something changed since the last count that it rests on.</summary>
    /// <returns>Whether a count differs from before.</returns>
    internal bool Count(CancellationToken cancellationToken)
    {
        var fleet = _view.Current;
        var now = _time.GetUtcNow();
        var ground = new Ground(fleet.Version, SilenceOf(fleet, now), _frequent.Current(), _policies.Find(Policy.DefaultName), _aggregates.Rules);
        var before = _counted;
        if (before.Ground == ground)
        {
            return false;
        }

        var requests = ground.Requests;
        var fits = ImmutableArray.CreateBuilder<RequestFit>(requests.Length);
        if (ground.Policy is { } policy)
        {
            foreach (var request in requests)
            {
                var resolved = _resolver.WithNeededFilters(_resolver.Resolve(policy, _scheduler.Driver, PlacementRequest.NoWeights), request);
                var context = new PlacementContext(request, resolved, now, _scheduler.StaleAfter)
                {
                    ZoneName = _identity.Name,
                    Aggregates = ground.Rules,
                    HostLimits = _scheduler.HostLimits,
                };
                fits.Add(new RequestFit(FrequentRequests.KeyOf(request), request.Json, ZoneRoom.Of(fleet, context, cancellationToken).Count, 1));
            }
        }

        var after = new Counted(ground, fits.ToImmutable());
        _counted = after;
        _fits.Latest = after.Fits;
        return !after.Fits.SequenceEqual(before.Fits);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = _feed.Subscribe();
        Try(stoppingToken);
        try
        {
            // Not disposed: it holds nothing, and may not be while it waits.
            var news = subscription.ReadAsync(TimeSpan.Zero, _time, stoppingToken).GetAsyncEnumerator(stoppingToken);
            var next = news.MoveNextAsync().AsTask();
            while (true)
            {
                await Task.WhenAny(next, Task.Delay(SilenceLook, _time, stoppingToken)).ConfigureAwait(false);
                stoppingToken.ThrowIfCancellationRequested();
                if (next.IsCompleted)
                {
                    await next.ConfigureAwait(false);
                    next = news.MoveNextAsync().AsTask();
                }

                // Whatever the news: looking is cheap where nothing changed, and waiting for certain ones would put off the look at who is silent.
                var started = _time.GetTimestamp();
                if (Try(stoppingToken))
                {
                    _feed.Publish(ChangeTopic.Zone);
                }

                var rest = _time.GetElapsedTime(started) * CostShare;
                await Task.Delay(rest > LeastPause ? rest : LeastPause, _time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The zone stops.
        }
    }

    private bool Try(CancellationToken cancellationToken)
    {
        try
        {
            return Count(cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A filter that throws is a defect that requests show as well; the figures must not end for it.
            LogFailed(ex);
            return false;
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "Counting what still fits failed; the summary keeps the last count.")]
    private partial void LogFailed(Exception exception);

    /// <summary>Which hosts are silent, as one figure: their number would not tell that one spoke again when another fell silent.</summary>
    private int SilenceOf(FleetSnapshot fleet, DateTimeOffset now)
    {
        var silent = 0;
        foreach (var host in fleet.Hosts)
        {
            if (!host.IsUp(now, _scheduler.StaleAfter))
            {
                silent = unchecked((silent * 31) + host.Id.GetHashCode());
            }
        }

        return silent;
    }

    private readonly record struct Ground(long FleetVersion, int Silence, ImmutableArray<PlacementRequest> Requests, Policy? Policy, AggregateRules Rules);

    private sealed record Counted(Ground Ground, ImmutableArray<RequestFit> Fits);
}
