using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Stands before a real zone and does to calls what networks and dying programs do.</summary>
internal sealed class FaultyWire : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly ConcurrentQueue<(string Step, WireFault Fault)> _next = new();

    private FaultyWire(WebApplication app, Uri target)
    {
        _app = app;
        Target = target;
        app.Run(PassAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());

    /// <summary>The zone behind; may move, as after a restart on another port.</summary>
    public Uri Target { get; set; }

    /// <summary>Decides for every call that no planned fault hits.</summary>
    public Func<string, WireFault> Choose { get; set; } = static _ => WireFault.None;

    /// <summary>Runs when a call was passed on and answered by the zone behind, before the fault hits its answer.</summary>
    public Func<string, Task> Passed { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Held until it is completed when a call is <see cref="WireFault.Late"/>.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults that hit something.</summary>
    public ConcurrentQueue<string> Hits { get; } = new();

    public static async Task<FaultyWire> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var wire = new FaultyWire(builder.Build(), target);
        await wire._app.StartAsync();
        return wire;
    }

    /// <summary>The next call whose path ends so meets this fault; once.</summary>
    public void Plan(string step, WireFault fault) => _next.Enqueue((step, fault));

    public async ValueTask DisposeAsync()
    {
        Release.TrySetResult();
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private WireFault FaultOf(string path)
    {
        if (_next.TryPeek(out var planned) && path.EndsWith(planned.Step, StringComparison.Ordinal) && _next.TryDequeue(out planned))
        {
            return planned.Fault;
        }

        return Choose(path);
    }

    private async Task PassAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.StartsWith("/hubs/", StringComparison.Ordinal))
        {
            // Without a link a parent polls; what is tested here are calls.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var fault = FaultOf(path);
        if (fault != WireFault.None)
        {
            Hits.Enqueue($"{fault} {path}");
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        switch (fault)
        {
            case WireFault.CutBefore:
                context.Abort();
                return;
            case WireFault.Refuse:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case WireFault.Hang:
                await UntilGivenUpAsync(context);
                return;
            case WireFault.Late:
                await Release.Task;
                break;
        }

        try
        {
            await ForwardAsync(context, path, body.ToArray(), fault);
        }
        catch (HttpRequestException)
        {
            // Nobody listens behind: to the caller it is the same.
            context.Abort();
        }
    }

    private async Task ForwardAsync(HttpContext context, string path, byte[] body, WireFault fault)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target, path + context.Request.QueryString.Value)) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in context.Request.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Connection")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // Without the caller's token: what was sent arrives also when who sent it is gone.
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        await Passed(path);
        switch (fault)
        {
            case WireFault.LoseAnswer or WireFault.Late:
                context.Abort();
                return;
            case WireFault.HangAfter:
                await UntilGivenUpAsync(context);
                return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return;
        }

        context.Response.ContentLength = answer.Length;
        if (fault == WireFault.CutAnswer)
        {
            await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(answer);
    }

    private static async Task UntilGivenUpAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}

/// <summary>What happens to a call on its way.</summary>
internal enum WireFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection breaks before the zone hears of it.</summary>
    CutBefore,

    /// <summary>The zone does it; the connection breaks before a byte of the answer.</summary>
    LoseAnswer,

    /// <summary>The zone does it; the connection breaks inside the answer.</summary>
    CutAnswer,

    /// <summary>Something on the way answers 503; the zone hears nothing.</summary>
    Refuse,

    /// <summary>Nothing comes back and the zone hears nothing.</summary>
    Hang,

    /// <summary>The zone does it and nothing comes back.</summary>
    HangAfter,

    /// <summary>It reaches the zone only when the test lets it, long after the caller gave up.</summary>
    Late,
}
