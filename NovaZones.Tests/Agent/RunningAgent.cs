using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NovaZones.Agent.Hosting;
using NovaZones.Client;
using NovaZones.Tests.Support.Fixtures;

namespace NovaZones.Tests.Agent;

/// <summary>The agent as it is in earnest, inside the test process, of a machine that is written down; its calls are noted on their way.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isDisposed;

    private RunningAgent(IHost host, ConcurrentQueue<(string Call, long Bytes)> calls) => (_host, Calls) = (host, calls);

    /// <summary>Method and path of each call, with the length of its body.</summary>
    public ConcurrentQueue<(string Call, long Bytes)> Calls { get; }

    public static async Task<RunningAgent> StartAsync(Uri zone, string token, FakeMachine machine, string dataFile, params (string Key, string Value)[] settings)
    {
        var calls = new ConcurrentQueue<(string Call, long Bytes)>();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        (string Key, string Value)[] own =
        [
            ("Zone", zone.AbsoluteUri), ("Token", token), ("Root", machine.Root), ("DiskPath", machine.Root), ("DataFile", dataFile),
            ("ReportInterval", "00:00:01"), ("AssignmentInterval", "00:00:00.2"), .. settings,
        ];
        builder.Configuration.AddInMemoryCollection(own.Select(s => KeyValuePair.Create("Agent:" + s.Key, (string?)s.Value)));
        builder.Services.AddSingleton(new ZoneApi(new ZoneApiOptions { Zone = zone, Token = token, Timeout = TimeSpan.FromSeconds(60) }, new Noting(calls)));
        builder.Services.AddHostAgent();
        var host = builder.Build();
        await host.StartAsync();
        return new RunningAgent(host, calls);
    }

    /// <summary>Stops it as a signal would. Harmless to call twice, as a test that takes an agent away does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Noting(ConcurrentQueue<(string Call, long Bytes)> calls) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null)
            {
                await request.Content.LoadIntoBufferAsync(cancellationToken);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            calls.Enqueue(($"{request.Method} {request.RequestUri!.AbsolutePath}", request.Content?.Headers.ContentLength ?? 0));
            return answer;
        }
    }
}
