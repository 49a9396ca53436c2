using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Where an authority publishes its revocation list, over real HTTP on loopback.</summary>
internal sealed class ListPublisher : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _asked = new();

    private ListPublisher(WebApplication app) => _app = app;

    /// <summary>What is published now.</summary>
    public byte[] List { get; set; } = [];

    /// <summary>An address of the list. New for each publisher: a machine keeps lists by address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>An address at which there is none.</summary>
    public Uri Nowhere => new(Address, $"/gone-{Guid.NewGuid():N}");

    /// <summary>Another address of the same list.</summary>
    public Uri Another => new(Address, $"/{Guid.NewGuid():N}.crl");

    public bool WasAskedFor(Uri address) => _asked.Contains(address.AbsolutePath);

    public static async Task<ListPublisher> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var publisher = new ListPublisher(app);
        app.Use(next => context =>
        {
            publisher._asked.Enqueue(context.Request.Path.Value!);
            return next(context);
        });
        app.MapGet("/{name}.crl", (string name) => Results.Bytes(publisher.List, "application/pkix-crl"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        publisher.Address = new Uri(new Uri(app.Urls.First()), $"/{Guid.NewGuid():N}.crl");
        return publisher;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
