using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Web;
using NovaZones.Web.Composition;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>A real zone inside the test process: Kestrel on a free port, SQLite in a folder of its own.</summary>
public sealed class ZoneHost : IAsyncDisposable
{
    public const string AdminToken = "test-administrator-token";
    public const string AdminUserName = "admin";
    public const string AdminPassword = "correct horse battery";

    private readonly WebApplication _app;
    private readonly TemporaryDirectory? _ownDirectory;

    private ZoneHost(WebApplication app, string dataDirectory, TemporaryDirectory? ownDirectory)
    {
        _app = app;
        _ownDirectory = ownDirectory;
        DataDirectory = dataDirectory;
        Url = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        Client = CreateClient(AdminToken);
    }

    public Uri Url { get; }

    public string DataDirectory { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Calls this zone with the administrator's token and follows no redirect.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts a zone; settings look like <c>Zone:Name=paris</c> and win over the fixture's own.</summary>
    public static Task<ZoneHost> StartAsync(params string[] settings)
    {
        var directory = new TemporaryDirectory();
        return StartAsync(directory.Path, directory, settings);
    }

    /// <summary>Starts a zone in a folder that outlives it, as after a restart.</summary>
    public static Task<ZoneHost> StartInAsync(string dataDirectory, params string[] settings) => StartAsync(dataDirectory, null, settings);

    /// <summary>A client with another token, or with none; it follows no redirect and keeps cookies, in what is given if anything is.</summary>
    public HttpClient CreateClient(string? token, CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies ?? new CookieContainer() };
        if (Url.Scheme == Uri.UriSchemeHttps)
        {
            // The test's own way in; what is tested is how zones look at each other's certificates.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        }

        var client = new HttpClient(handler) { BaseAddress = Url };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownDirectory is not null)
        {
            await LiveSqlServer.DropAsync(DataDirectory);
            _ownDirectory.Dispose();
        }
    }

    private static async Task<ZoneHost> StartAsync(string dataDirectory, TemporaryDirectory? ownDirectory, string[] settings)
    {
        string[] own =
        [
            $"Database:DataDirectory={dataDirectory}",
            "urls=http://127.0.0.1:0",
            $"Auth:BootstrapToken={AdminToken}",
            $"Auth:Admin:UserName={AdminUserName}",
            $"Auth:Admin:Password={AdminPassword}",
            "Logging:LogLevel:Default=Warning",
            "Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
            .. LiveSqlServer.SettingsFor(dataDirectory),
        ];
        var app = ZoneApplication.Create([.. own.Concat(settings).Select(setting => "--" + setting)]);
        try
        {
            await ZoneStartup.RunAsync(app);
            await app.StartAsync();
            return new ZoneHost(app, dataDirectory, ownDirectory);
        }
        catch
        {
            await app.DisposeAsync();
            ownDirectory?.Dispose();
            throw;
        }
    }
}
