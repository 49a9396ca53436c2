using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NovaZones.Core.Federation;
using NovaZones.Core.Live;
using NovaZones.Core.Zones;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Features.Events;

/// <summary>Server-sent events of what the console shows.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>Maps <c>/api/v1/events</c>.</summary>
    public static void MapEventEndpoints(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/events", Watch).WithTags("Events").RequireAuthorization(AccessPolicies.Read).DisableRequestTimeout();

    internal static ServerSentEventsResult<string> Watch(
        ChangeFeed feed, ZoneOverview overview, OpenConnections connections, TimeProvider time, IHostApplicationLifetime lifetime, HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(ReadAsync(feed, overview, connections, time, lifetime.ApplicationStopping, context, cancellationToken));

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        ChangeFeed feed, ZoneOverview overview, OpenConnections connections, TimeProvider time, CancellationToken stopping, HttpContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        using var watched = connections.Watch(context.User, context.Connection.ClientCertificate, () => End(either));
        using var subscription = feed.Subscribe();

        // The picture as it is first: a listener must not wait for the next change to know where things stand.
        yield return Tree(overview);
        await using var batches = subscription.ReadAsync(Quiet, time, either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(batches))
        {
            foreach (var topic in batches.Current)
            {
                yield return topic == ChangeTopic.Zone ? Tree(overview) : new SseItem<string>($"{{\"topic\":\"{topic}\"}}", topic.ToString());
            }
        }
    }

    /// <summary>Ends the answer in order, as when the zone stops; it may have ended by itself at the same moment.</summary>
    private static void End(CancellationTokenSource answer)
    {
        try
        {
            answer.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private static SseItem<string> Tree(ZoneOverview overview) => new(JsonSerializer.Serialize(overview.Tree(), WireJson.Options), nameof(ChangeTopic.Zone));

    private static async Task<bool> NextAsync(IAsyncEnumerator<IReadOnlySet<ChangeTopic>> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
