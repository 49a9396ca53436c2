using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Client.Models;

namespace NovaZones.Client;

public sealed partial class ZoneApi
{
    /// <summary>Places instances. The same key with the same request has one effect, however often it is sent.</summary>
    /// <param name="request">Serialised as it is; see DESIGN's placement body.</param>
    /// <param name="idempotencyKey">Names the request, so that it can be sent again when no answer came; null to make one up.</param>
    /// <param name="cancellationToken">Gives it up; what the zone did meanwhile stands.</param>
    public async Task<Placement> PlaceAsync(object request, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var content = JsonContent.Create(request, request.GetType(), options: Json);
        try
        {
            var (status, body) = await ExchangeAsync(
                HttpMethod.Post,
                "api/v1/placements",
                content,
                headers => headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString()),
                cancellationToken).ConfigureAwait(false);
            return status == HttpStatusCode.Accepted ? Read<Placement.Accepted>(body) : new Placement.Placed(Read<PlacementAnswer>(body));
        }
        catch (ZoneProblemException refused) when (refused.Is("no-valid-host") || refused.Is("quota-exceeded"))
        {
            return new Placement.Refused(Read<Refusal>(refused.Body));
        }
    }

    /// <summary>How many more of a request would fit.</summary>
    public Task<CapacityCount> CountCapacityAsync(object request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync<CapacityCount>(HttpMethod.Post, "api/v1/capacity", JsonContent.Create(request, request.GetType(), options: Json), cancellationToken);
    }

    /// <summary>Reservations, the newest first.</summary>
    public Task<Page<Reservation>> ListPlacementsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        GetAsync<Page<Reservation>>((query ?? new()).On("api/v1/placements"), cancellationToken);

    /// <summary>A reservation with its instances.</summary>
    public Task<Reservation> GetPlacementAsync(string reservationId, CancellationToken cancellationToken = default) =>
        GetAsync<Reservation>(PlacementRoute(reservationId), cancellationToken);

    /// <summary>Gives everything of a reservation back, wherever it is.</summary>
    /// <returns>True when all is back; false while a zone that cannot be reached has yet to confirm.</returns>
    public async Task<bool> ReleaseAsync(string reservationId, CancellationToken cancellationToken = default)
    {
        var (status, _) = await ExchangeAsync(HttpMethod.Delete, PlacementRoute(reservationId), null, null, cancellationToken).ConfigureAwait(false);
        return status != HttpStatusCode.Accepted;
    }

    /// <summary>Why a request was answered as it was.</summary>
    public Task<Explanation> ExplainAsync(string reservationId, CancellationToken cancellationToken = default) =>
        GetAsync<Explanation>(PlacementRoute(reservationId) + "/explanation", cancellationToken);

    /// <summary>An instance.</summary>
    public Task<Instance> GetInstanceAsync(Guid id, CancellationToken cancellationToken = default) => GetAsync<Instance>($"api/v1/instances/{id}", cancellationToken);

    /// <summary>Gives one instance back.</summary>
    /// <returns>True when it is back; false while its zone has yet to confirm.</returns>
    public async Task<bool> ReleaseInstanceAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var (status, _) = await ExchangeAsync(HttpMethod.Delete, $"api/v1/instances/{id}", null, null, cancellationToken).ConfigureAwait(false);
        return status != HttpStatusCode.Accepted;
    }

    private static string PlacementRoute(string reservationId) => $"api/v1/placements/{Uri.EscapeDataString(reservationId)}";
}
