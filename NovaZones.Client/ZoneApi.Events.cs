using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NovaZones.Client.Models;

namespace NovaZones.Client;

public sealed partial class ZoneApi
{
    /// <summary>What changes in the zone, until the caller or the zone ends it; the tree as it is comes first.</summary>
    public async IAsyncEnumerable<ZoneEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await OpenEventsAsync(cancellationToken).ConfigureAwait(false);
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events).ConfigureAwait(false))
        {
            var item = events.Current;
            yield return new ZoneEvent(item.EventType, item.EventType == "Zone" ? Read<ZoneTree>(System.Text.Encoding.UTF8.GetBytes(item.Data)) : null);
        }
    }

    /// <summary>Only the beginning has a time-out: afterwards silence means that nothing changes.</summary>
    private async Task<HttpResponseMessage> OpenEventsAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(_timeout);
        try
        {
            var response = await _http.GetAsync("api/v1/events", HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw ProblemReader.Read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(limited.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ZoneUnreachableException($"The zone at {_http.BaseAddress} did not answer within {_timeout.TotalSeconds:0.###} s.", ex);
        }
        catch (HttpRequestException ex)
        {
            throw new ZoneUnreachableException($"The zone at {_http.BaseAddress} cannot be reached: {ex.Message}", ex);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or HttpRequestException)
        {
            throw new ZoneUnreachableException($"The zone at {_http.BaseAddress} hung up: {ex.Message}", ex);
        }
    }
}
