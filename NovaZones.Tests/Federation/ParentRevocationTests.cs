using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A child that looks certificates of parents up in the list their authority publishes, over real TLS and HTTP.</summary>
public sealed class ParentRevocationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Online_RevokedIsRefused_OthersAreLetIn_AndWithoutAListNobodyIs()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        byte[] list = [];
        await using var publisher = await PublishAsync(() => list);
        var address = new Uri(new Uri(publisher.Urls.First()), $"/{Guid.NewGuid():N}.crl"); // lists are kept by address
        authority.IssueForClient("right", address);
        list = authority.Revoke(authority.IssueForClient("revoked", address));
        authority.IssueForClient("unlisted", new Uri(address, $"/gone-{Guid.NewGuid():N}"));
        await using var child = await StartAsync(authority, "Online");
        await using var careless = await StartAsync(authority, "NoCheck");

        Assert.Null(await FaultAsync(child, directory.Path, "right"));
        Assert.Equal("it is revoked", await FaultAsync(child, directory.Path, "revoked"));
        Assert.Equal("no revocation list can be had that tells of it (Federation:ParentRevocation)", await FaultAsync(child, directory.Path, "unlisted"));
        Assert.Null(await FaultAsync(careless, directory.Path, "revoked"));
        Assert.Null(await FaultAsync(careless, directory.Path, "unlisted"));
    }

    [Fact]
    public async Task Start_AnUnknownWord_NamesTheSetting()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ZoneHost.StartAsync(["Federation:ParentRevocation=Sometimes"]));

        Assert.Contains("Federation:ParentRevocation must be NoCheck, Offline or Online.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private static Task<ZoneHost> StartAsync(TestAuthority authority, string mode) => ZoneHost.StartAsync(
        ["Zone:Name=paris", $"Federation:ParentAuthority={authority.FilePath}", $"Federation:ParentRevocation={mode}", .. authority.Issue($"paris-{mode}", "127.0.0.1")]);

    private static async Task<string?> FaultAsync(ZoneHost child, string directory, string name)
    {
        using var read = X509Certificate2.CreateFromPemFile(Path.Combine(directory, $"{name}.crt"), Path.Combine(directory, $"{name}.key"));
        using var certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null; // the child's own is tested elsewhere
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        using var client = new HttpClient(handler) { BaseAddress = child.Url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ZoneHost.AdminToken) } };
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("/api/v1/zone/capacity", content, Token);
        return answer.StatusCode == HttpStatusCode.Forbidden
            ? JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)).GetProperty("detail").GetString()!.Replace("A parent must show a certificate: ", "", StringComparison.Ordinal).TrimEnd('.')
            : null;
    }

    private static async Task<WebApplication> PublishAsync(Func<byte[]> list)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/{name}.crl", (string name) => Results.Bytes(list(), "application/pkix-crl"));
        await app.StartAsync(Token);
        return app;
    }
}
