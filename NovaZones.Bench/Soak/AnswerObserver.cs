namespace NovaZones.Bench.Soak;

/// <summary>Sees what a zone's client is answered, whatever the client makes of it.</summary>
internal sealed class AnswerObserver(string zone, AnswerLog log, TimeProvider time) : DelegatingHandler
{
    /// <summary>Which statuses below 500 a question expects; without it all of them are right.</summary>
    public static readonly HttpRequestOptionsKey<Func<int, bool>> Expected = new("expected");

    /// <summary>Name of a question, when its route does not tell it; such a question may end without an answer, too, when it says so.</summary>
    public static readonly HttpRequestOptionsKey<string> Kind = new("kind");

    /// <summary>That the caller means to go away, so that no answer is nobody's fault.</summary>
    public static readonly HttpRequestOptionsKey<bool> MayBeSilent = new("may-be-silent");

    private const int MostDetail = 300;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var what = $"{zone} {(request.Options.TryGetValue(Kind, out var kind) ? kind : $"{request.Method} {RouteOf(request.RequestUri!)}")}";
        request.Options.TryGetValue(Expected, out var expected);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            log.Add(what, status, began, expected, status >= 400 ? await DetailAsync(response, cancellationToken) : null);
            return response;
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!request.Options.TryGetValue(MayBeSilent, out var maySilent) || !maySilent)
            {
                log.Add(what, null, began, expected, ex.Message);
            }

            throw;
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return body[..Math.Min(body.Length, MostDetail)];
    }

    // Names of hosts and numbers of placements would make a row of each.
    private static string RouteOf(Uri uri)
    {
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 3; i < parts.Length; i += 2)
        {
            parts[i] = parts[2] == "zone" ? parts[i] : "*";
        }

        return "/" + string.Join('/', parts);
    }
}
