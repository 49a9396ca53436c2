using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Addresses;
using NovaZones.Core.Federation.Flaws;
using NovaZones.Core.Federation.Protocol;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Telemetry;
using NovaZones.Core.Zones;

namespace NovaZones.Web.Federation;

/// <summary>Speaks HTTP to child zones. What a child or the network does becomes a <see cref="ChildReply{T}"/>, never an exception.</summary>
internal sealed partial class HttpChildZoneClient(
    IHttpMessageHandlerFactory handlers, CleartextHttp2 cleartext, ChildZoneRegistry registry, IOptions<FederationOptions> options, TimeProvider time,
    ILogger<HttpChildZoneClient> logger) : IChildZoneClient
{
    /// <summary>Name of the client in the factory.</summary>
    public const string ClientName = "child-zones";

    private const int MaxReasonLength = 200;
    private const int Chunk = 16 * 1024;

    /// <inheritdoc />
    public Task<ChildReply<ZoneInfo>> GetZoneAsync(ChildZone child, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(child, HttpMethod.Get, "api/v1/zone", null, ReadZone, AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<SelectResponse>> SelectAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(child, "api/v1/zone/select", body, content => Read<SelectResponse>(content)?.Unpacked(), _ => null, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<CapacityAnswer>> CapacityAsync(ChildZone child, SelectBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync<CapacityAnswer>(child, "api/v1/zone/capacity", body, AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<ClaimResponse>> ClaimAsync(ChildZone child, ClaimBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync<ClaimResponse>(child, "api/v1/zone/claim", body, AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<TakeResponse>> TakeAsync(ChildZone child, TakeBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync(child, "api/v1/zone/take", body, content => Read<TakeResponse>(content)?.Unpacked(), AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<LeaseListResponse>> ListLeasesAsync(ChildZone child, Guid parentZoneId, string? after, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(
            child, HttpMethod.Get, $"api/v1/zone/leases?parent={parentZoneId}{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}", null, Read<LeaseListResponse>, AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<LeaseResponse>> LeaseAsync(ChildZone child, LeaseBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync<LeaseResponse>(child, "api/v1/zone/leases", body, AnswerFlaws.Of, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<ReleaseResponse>> ReleaseAsync(ChildZone child, ReleaseBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync<ReleaseResponse>(child, "api/v1/zone/release", body, AnswerFlaws.Of, timeout, cancellationToken);

    private Task<ChildReply<T>> AskAsync<T>(ChildZone child, string path, IWireQuestion body, Func<T, string?> flaw, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class => AskAsync(child, path, body, Read<T>, flaw, timeout, cancellationToken);

    /// <summary>Asks in the highest version that both speak; not at all when there is none.</summary>
    private Task<ChildReply<T>> AskAsync<T>(
        ChildZone child, string path, IWireQuestion body, Func<byte[], T?> read, Func<T, string?> flaw, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class =>
        registry.Find(child.Id)?.Info is { } info && ZoneProtocol.Estrangement(info.Protocol) is { } reason
            ? Task.FromResult<ChildReply<T>>(new ChildReply<T>.Refused(StatusCodes.Status400BadRequest, reason))
            : SendAsync(child, HttpMethod.Post, path, body, read, flaw, timeout, cancellationToken);

    /// <inheritdoc />
    public Task<ChildReply<ReconcileResponse>> ReconcileAsync(ChildZone child, ReconcileBody body, TimeSpan timeout, CancellationToken cancellationToken) =>
        AskAsync<ReconcileResponse>(child, "api/v1/zone/reconcile", body, AnswerFlaws.Of, timeout, cancellationToken);

    private static T? Read<T>(byte[] content) => JsonSerializer.Deserialize<T>(content, WireJson.Strict);

    private async Task<ChildReply<T>> SendAsync<T>(
        ChildZone child, HttpMethod method, string path, object? body, Func<byte[], T?> read, Func<T, string?> flaw, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        var started = time.GetTimestamp();
        var reply = await TrySendAsync(child, method, path, body, read, flaw, timeout, cancellationToken);
        ZoneMetrics.Asked(KindOf(path), reply.Word, time.GetElapsedTime(started));
        return reply;
    }

    /// <summary>The last part of the route: one of the few that there are.</summary>
    private static string KindOf(string path)
    {
        var end = path.IndexOf('?', StringComparison.Ordinal);
        var route = end < 0 ? path.AsSpan() : path.AsSpan(0, end);
        return route[(route.LastIndexOf('/') + 1)..].ToString();
    }

    private async Task<ChildReply<T>> TrySendAsync<T>(
        ChildZone child, HttpMethod method, string path, object? body, Func<byte[], T?> read, Func<T, string?> flaw, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            var json = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), WireJson.Options);
            using var response = await SendAsync(child, method, path, json, limited.Token);
            var content = await ReadAsync(response, limited.Token);
            if (content is null)
            {
                return new ChildReply<T>.Failed($"its answer is larger than {options.Value.MaxAnswerBytes} bytes");
            }

            if (!response.IsSuccessStatusCode)
            {
                var status = (int)response.StatusCode;
                return status is >= 400 and < 500 or 508
                    ? new ChildReply<T>.Refused(status, ReasonOf(content))
                    : new ChildReply<T>.Failed($"it answered {status}");
            }

            return read(content) is not { } value ? new ChildReply<T>.Failed("its answer is empty")
                : flaw(value) is { } found ? new ChildReply<T>.Failed(found)
                : new ChildReply<T>.Answered(value);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChildReply<T>.TimedOut($"no answer within {timeout.TotalMilliseconds:0} ms");
        }
        catch (HttpRequestException ex) when (ex.InnerException is ChildCertificateException or ChildAddressException)
        {
            return new ChildReply<T>.Failed($"the connection failed: {ex.InnerException.Message}");
        }
        catch (HttpRequestException ex)
        {
            return new ChildReply<T>.Failed(ex.HttpRequestError == HttpRequestError.Unknown ? "the connection failed" : $"the connection failed ({ex.HttpRequestError})");
        }
        catch (IOException)
        {
            return new ChildReply<T>.Failed("the connection broke during its answer");
        }
        catch (Exception ex) when (ex is JsonException or InvalidDataException)
        {
            return new ChildReply<T>.Failed("its answer cannot be read");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One child, its row and its answers must not end what concerns the others.
            LogFailed(failure, child.Name, path);
            return new ChildReply<T>.Failed("it could not be asked");
        }
    }

    /// <summary>HTTP/2 where the child speaks it: over TLS as both sides agree at the handshake, in clear text as <see cref="CleartextHttp2"/> found out.</summary>
    private async Task<HttpResponseMessage> SendAsync(ChildZone child, HttpMethod method, string path, byte[]? json, CancellationToken cancellationToken)
    {
        if (child.ApiUrl.Scheme != Uri.UriSchemeHttp || !cleartext.MayTry(child.ApiUrl))
        {
            return await SendAsync(child, method, path, json, HttpVersionPolicy.RequestVersionOrLower, cancellationToken);
        }

        try
        {
            var response = await SendAsync(child, method, path, json, HttpVersionPolicy.RequestVersionExact, cancellationToken);
            cleartext.Spoke(child.ApiUrl);
            return response;
        }
        catch (HttpRequestException ex) when (cleartext.IsRefusal(child.ApiUrl, ex))
        {
            // It did not understand the first words, so it has done nothing.
            return await SendAsync(child, method, path, json, HttpVersionPolicy.RequestVersionOrLower, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ChildZone child, HttpMethod method, string path, byte[]? json, HttpVersionPolicy policy, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Address(child, path)) { Version = HttpVersion.Version20, VersionPolicy = policy };
        if (json is not null)
        {
            request.Headers.Add(ZoneProtocol.HeaderName, (registry.Find(child.Id)?.Protocol ?? ZoneProtocol.First).ToString(CultureInfo.InvariantCulture));
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", child.Token);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        // Not the client on top of it: its time-out, defaults and buffer are not used, and cost as much as the connection below.
        using var invoker = new HttpMessageInvoker(handlers.CreateHandler(ClientName), disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>What a zone tells; of one that speaks no version of ours only its head, since the rest may mean something else.</summary>
    private ZoneInfo? ReadZone(byte[] content) =>
        JsonSerializer.Deserialize<ZoneHead>(content, WireJson.Options) is { } head && ZoneProtocol.Estrangement(head.Protocol) is not null
            ? head.ToInfo(time.GetUtcNow())
            : Read<ZoneInfo>(content);

    [LoggerMessage(EventId = 2105, Level = LogLevel.Error, Message = "Child zone {ChildZone} could not be asked {Path}.")]
    private partial void LogFailed(Exception exception, string childZone, string path);

    private static Uri Address(ChildZone child, string path) => new($"{child.ApiUrl.ToString().TrimEnd('/')}/{path}");

    /// <summary>The whole answer, or null when it is larger than allowed: a child is not trusted to be brief.</summary>
    private async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var max = options.Value.MaxAnswerBytes;
        if (response.Content.Headers.ContentLength > max)
        {
            return null;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (response.Content.Headers.ContentLength is { } length and <= Chunk)
        {
            // The usual case. One that announces much more gets no room before it has sent it.
            var whole = new byte[length];
            await stream.ReadExactlyAsync(whole, cancellationToken);
            return whole;
        }

        using var buffer = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (buffer.Length + read > max)
                {
                    return null;
                }

                buffer.Write(chunk, 0, read);
            }

            return buffer.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>The title of a problem document: a constant of ours. Its detail may name what the child keeps to itself and is not passed on.</summary>
    private static string ReasonOf(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("title", out var title) && title.GetString() is { } text)
            {
                return text.Length <= MaxReasonLength ? text : text[..MaxReasonLength];
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // Not a problem document; there is nothing to quote.
        }

        return "without a reason";
    }
}
