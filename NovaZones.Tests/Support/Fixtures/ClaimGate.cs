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

/// <summary>Stands before a real zone, passes every call on as it is, and holds claims back until it is opened.</summary>
internal sealed class ClaimGate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClaimGate(WebApplication app, Uri target)
    {
        _app = app;
        app.Run(context => PassAsync(context, target));
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Done when the first claim is held back here.</summary>
    public Task ClaimArrived => _arrived.Task;

    /// <summary>Done when that claim was passed on and answered by the zone behind.</summary>
    public TaskCompletionSource ClaimDone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ClaimGate> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gate = new ClaimGate(builder.Build(), target);
        await gate._app.StartAsync();
        gate.Url = new Uri(gate._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return gate;
    }

    /// <summary>Lets every claim through from now on.</summary>
    public void Open() => _opened.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context, Uri target)
    {
        var isClaim = context.Request.Path.Value!.EndsWith("/zone/claim", StringComparison.Ordinal) || context.Request.Path.Value!.EndsWith("/zone/take", StringComparison.Ordinal);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (isClaim)
        {
            _arrived.TrySetResult();
            await _opened.Task;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target, context.Request.Path + context.Request.QueryString.Value))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in context.Request.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Connection")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        // Without the caller's token: a claim that is under way arrives also when who sent it is gone.
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (isClaim)
        {
            ClaimDone.TrySetResult();
        }

        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.StatusCode != HttpStatusCode.NoContent)
        {
            await context.Response.Body.WriteAsync(answer);
        }
    }
}
