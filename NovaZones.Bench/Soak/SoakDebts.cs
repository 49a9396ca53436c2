using System.Collections.Concurrent;
using System.Text.Json;

namespace NovaZones.Bench.Soak;

/// <summary>Placements of the errands: each is given back, and what got no answer is asked again in the end under the same key. Thread-safe.</summary>
internal sealed class SoakDebts
{
    private readonly ConcurrentDictionary<string, Debt> _open = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>Places and gives back; what gets no answer stays open.</summary>
    public async Task PlaceAndReleaseAsync(SoakClient zone, string json, string key, CancellationToken cancellationToken)
    {
        var debt = new Debt(zone, json, key);
        _open[key] = debt;
        await PayAsync(debt, cancellationToken);
    }

    /// <summary>Asks again for all that is open.</summary>
    public async Task SettleAsync()
    {
        foreach (var debt in _open.Values)
        {
            await PayAsync(debt, CancellationToken.None);
        }
    }

    /// <summary>The numbers of a list of placements.</summary>
    public static IReadOnlyList<string> IdsOf(string list)
    {
        using var json = JsonDocument.Parse(list);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("reservationId").ToString())];
    }

    private async Task PayAsync(Debt debt, CancellationToken cancellationToken)
    {
        var request = SoakClient.Question(HttpMethod.Post, "api/v1/placements", debt.Json, 200, 201, 202, 409, 422);
        request.Headers.Add("Idempotency-Key", debt.Key);
        request.Options.Set(AnswerObserver.MayBeSilent, cancellationToken.CanBeCanceled);
        var placed = await debt.Zone.SendAsync(request, cancellationToken);
        if (placed is { Status: 409 or 422 })
        {
            _open.TryRemove(debt.Key, out _);
            return;
        }

        if (placed is not { Status: 200 or 201 or 202 } || (placed.Field("reservationId")) is not { } id)
        {
            return;
        }

        var released = await debt.Zone.SendAsync(HttpMethod.Delete, $"api/v1/placements/{id}", null, CancellationToken.None, 200, 202, 204, 404);
        if (released is { Status: < 300 or 404 })
        {
            _open.TryRemove(debt.Key, out _);
        }
    }

    private sealed record Debt(SoakClient Zone, string Json, string Key);
}
