using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Federation;
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
        await using var publisher = await ListPublisher.StartAsync();
        authority.IssueForClient("right", publisher.Address);
        publisher.List = authority.Revoke(authority.IssueForClient("revoked", publisher.Address));
        authority.IssueForClient("unlisted", publisher.Nowhere);
        await using var child = await StartAsync(authority, "Online");
        await using var careless = await StartAsync(authority, "NoCheck");

        Assert.Null(await FaultAsync(child, directory.Path, "right"));
        Assert.Equal("it is revoked", await FaultAsync(child, directory.Path, "revoked"));
        Assert.Equal("no revocation list can be had that tells of it (Federation:ParentRevocation)", await FaultAsync(child, directory.Path, "unlisted"));
        Assert.Null(await FaultAsync(careless, directory.Path, "revoked"));
        Assert.Null(await FaultAsync(careless, directory.Path, "unlisted"));
    }

    [Fact]
    public async Task Offline_OnlyListsOfBeforeCount()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        await using var publisher = await ListPublisher.StartAsync();
        authority.IssueForClient("right", publisher.Address);
        publisher.List = authority.Revoke(authority.IssueForClient("revoked", publisher.Address));
        await using var offline = await StartAsync(authority, "Offline");
        Assert.Equal("no revocation list can be had that tells of it (Federation:ParentRevocation)", await FaultAsync(offline, directory.Path, "right"));
        Assert.False(publisher.WasAskedFor(publisher.Address));

        await using var online = await StartAsync(authority, "Online");
        Assert.Null(await FaultAsync(online, directory.Path, "right"));

        Assert.Null(await FaultAsync(offline, directory.Path, "right"));
        Assert.Equal("it is revoked", await FaultAsync(offline, directory.Path, "revoked"));
    }

    [Fact]
    public async Task Connection_OfAParentThatIsRevokedWhileItStands_IsRefusedAfterFiveMinutes()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        await using var publisher = await ListPublisher.StartAsync();
        var serial = authority.IssueForClient("right", publisher.Address);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        publisher.List = authority.Revoke(time.GetUtcNow().AddMinutes(3));
        var certificates = new ParentCertificates(Options.Create(new FederationOptions { ParentAuthority = authority.FilePath, ParentRevocation = "Online" }), time);
        using var shown = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory.Path, "right.crt"));
        Assert.Null(certificates.FaultOf(shown));

        publisher.List = authority.Revoke(serial);
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(certificates.FaultOf(shown));
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("it is revoked", certificates.FaultOf(shown));
    }

    [Fact]
    public async Task Link_OfAParentWhoseCertificateEnds_EndsWithIt()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        var end = TimeProvider.System.GetUtcNow().AddSeconds(15);
        authority.IssueForClient("short", end);
        authority.IssueForClient("long");
        await using var child = await ZoneHost.StartAsync(
            ["Zone:Name=paris", "Auth:RecheckInterval=00:00:01", $"Federation:ParentAuthority={authority.FilePath}", .. authority.Issue("paris", "127.0.0.1")]);
        var token = await child.CreateTokenAsync("zone:parent");
        using var ending = Read(directory.Path, "short");
        using var going = Read(directory.Path, "long");
        await using var link = await ListenAsync(child, token, ending);
        await using var other = await ListenAsync(child, token, going);

        await Eventually.IsTrueAsync(() => link.HasEnded);

        Assert.True(TimeProvider.System.GetUtcNow() > end.AddSeconds(-1));
        Assert.False(other.HasEnded);
        await Assert.ThrowsAnyAsync<Exception>(() => ListenAsync(child, token, ending));
    }

    [Fact]
    public async Task Start_AnUnknownWord_NamesTheSetting()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ZoneHost.StartAsync(["Federation:ParentRevocation=Sometimes"]));

        Assert.Contains("Federation:ParentRevocation must be NoCheck, Offline or Online.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private static Task<ZoneHost> StartAsync(TestAuthority authority, string mode) => ZoneHost.StartAsync(
        ["Zone:Name=paris", $"Federation:ParentAuthority={authority.FilePath}", $"Federation:ParentRevocation={mode}", .. authority.Issue($"paris-{mode}", "127.0.0.1")]);

    private static X509Certificate2 Read(string directory, string name)
    {
        using var read = X509Certificate2.CreateFromPemFile(Path.Combine(directory, $"{name}.crt"), Path.Combine(directory, $"{name}.key"));
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private static Task<HubEars> ListenAsync(ZoneHost child, string token, X509Certificate2 certificate) => HubEars.ListenAsync(child.Url, options =>
    {
        options.AccessTokenProvider = () => Task.FromResult<string?>(token);
        options.SkipNegotiation = true;
        options.Transports = HttpTransportType.WebSockets;
        options.WebSocketConfiguration = socket =>
        {
            socket.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null; // the child's own is tested elsewhere
            socket.ClientCertificates.Add(certificate);
        };
    });

    private static async Task<string?> FaultAsync(ZoneHost child, string directory, string name)
    {
        using var certificate = Read(directory, name);
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
}
