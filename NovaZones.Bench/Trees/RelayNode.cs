using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NovaZones.Bench.Claims;

namespace NovaZones.Bench.Trees;

/// <summary>One process of the <c>relay</c> bench: for each request it works a little, if told to, hands it on, if there is a next one, and writes 4 KiB durably.</summary>
internal static class RelayNode
{
    internal const string Verb = "relay-node";

    internal static Command Create()
    {
        var port = new Argument<int>("port");
        var next = new Argument<int>("next") { Description = "the next one's port, 0 for none" };
        var file = new Argument<FileInfo>("file") { Description = "what is written to" };
        var work = new Argument<int>("work") { Description = "microseconds of work for each request" };
        var command = new Command(Verb, "One process of `relay`.") { port, next, file, work };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(port), parsed.GetValue(next), parsed.GetValue(file)!, new RelayWork(parsed.GetValue(work)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, int next, FileInfo file, RelayWork work, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await using var log = new FileStream(file.FullName, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var turn = new SemaphoreSlim(1);
        var page = new byte[BareAppend.Page];
        var onward = new Uri($"http://127.0.0.1:{next}/");
        app.MapPost("/", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            work.Do();
            if (next != 0)
            {
                using var content = new ByteArrayContent(body.ToArray());
                using var answer = await http.PostAsync(onward, content, context.RequestAborted);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            }

            await turn.WaitAsync(context.RequestAborted);
            try
            {
                log.Write(page);
                log.Flush(flushToDisk: true);
            }
            finally
            {
                turn.Release();
            }

            await context.Response.Body.WriteAsync(body.ToArray(), context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await Console.In.ReadToEndAsync(cancellationToken); // until the bench ends
        return 0;
    }
}
