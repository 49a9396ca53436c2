using System.Net;
using System.Text.Json;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Web.Demo.Client;

/// <summary>Places and releases without end: how a call ends is a value, since a zone that is away is nothing out of the ordinary there.</summary>
internal static class ZoneCalls
{
    /// <summary>Prepares calls to a zone of this machine.</summary>
    /// <param name="zone">Where it listens.</param>
    /// <param name="token">An API token of it.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="observer">Sees requests and answers; null for nobody.</param>
    internal static ZoneApi Open(Uri zone, string token, TimeSpan timeout, DelegatingHandler? observer = null)
    {
        // A proxy named in the environment must not see loopback traffic, nor slow it down.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3) };
        observer?.InnerHandler = handler;
        return new ZoneApi(new ZoneApiOptions { Zone = zone, Token = token, Timeout = timeout }, observer is null ? handler : observer);
    }

    /// <summary>Places, and says how it ended.</summary>
    internal static async Task<PlacementReply> TryPlaceAsync(this ZoneApi zone, PlacementAsk ask, string idempotencyKey, CancellationToken cancellationToken)
    {
        try
        {
            return await zone.PlaceAsync(ask, idempotencyKey, cancellationToken) switch
            {
                Placement.Placed(var answer) => new PlacementReply.Placed(answer.ReservationId, answer.Instances.Count, [.. answer.Instances.Select(instance => instance.Zone)]),
                Placement.Refused(var refusal) => new PlacementReply.Refused(PlacementRefusal.Of(refusal)),
                _ => new PlacementReply.Rejected("accepted for later, which was not asked for"),
            };
        }
        catch (ZoneProblemException ex) when (ex.Status == HttpStatusCode.Conflict)
        {
            return new PlacementReply.Refused(PlacementRefusal.Of(ex));
        }
        catch (ZoneProblemException ex) when (!IsOfTheMoment(ex.Status))
        {
            return new PlacementReply.Rejected(Detail(ex));
        }
        catch (Exception ex) when (IsUnanswered(ex, cancellationToken))
        {
            return new PlacementReply.Unanswered(Describe(ex));
        }
    }

    /// <summary>Releases, and says how it ended.</summary>
    internal static async Task<ReleaseReply> TryReleaseAsync(this ZoneApi zone, string reservationId, CancellationToken cancellationToken)
    {
        try
        {
            await zone.ReleaseAsync(reservationId, cancellationToken);
            return ReleaseReply.Released;
        }
        catch (ZoneProblemException ex) when (ex.Status == HttpStatusCode.NotFound)
        {
            return ReleaseReply.Unknown;
        }
        catch (Exception ex) when (IsUnanswered(ex, cancellationToken))
        {
            return ReleaseReply.Unanswered;
        }
    }

    /// <summary>True when a call ended without what was asked for and not because the caller gave up.</summary>
    internal static bool IsUnanswered(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is ZoneUnreachableException or ZoneProblemException or HttpRequestException or OperationCanceledException or IOException or JsonException;

    internal static string Describe(Exception exception) => exception switch
    {
        ZoneProblemException problem => $"status {(int)problem.Status}",
        ZoneUnreachableException { InnerException: OperationCanceledException } => "timed out",
        ZoneUnreachableException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } } => "connection refused",
        ZoneUnreachableException { InnerException: JsonException } => "unreadable answer",
        _ => "connection lost",
    };

    private static bool IsOfTheMoment(HttpStatusCode status) => (int)status is >= 500 or 408 or 429;

    private static string Detail(ZoneProblemException problem) =>
        $"status {(int)problem.Status}: {string.Join("; ", problem.Faults.Select(fault => $"{fault.Field} {fault.Message}").Prepend(problem.Message))}";
}
