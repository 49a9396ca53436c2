using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Addresses;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Federation;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A parent that looks certificates of children up in the list their authority publishes, over real TLS and HTTP.</summary>
public sealed class ChildRevocationTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";
    private const string Revoked = "the connection failed: its certificate is revoked";
    private const string Unlisted = "the connection failed: no revocation list can be had that tells of its certificate (Federation:ChildRevocation)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Online_RevokedIsNotAskedAndTold_OthersAre_AndWithoutAListNobodyIs()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        await using var publisher = await ListPublisher.StartAsync();
        await using var right = await StartAsync("right", authority.Issue("right", "127.0.0.1", publisher.Address, out _));
        await using var revoked = await StartAsync("revoked", authority.Issue("revoked", "127.0.0.1", publisher.Address, out var serial));
        await using var unlisted = await StartAsync("unlisted", authority.Issue("unlisted", "127.0.0.1", publisher.Nowhere, out _));
        publisher.List = authority.Revoke(serial);
        await using var root = await StartRootAsync(authority, "Online");
        await using var careless = await StartRootAsync(authority, "NoCheck");
        foreach (var child in new[] { right, revoked, unlisted })
        {
            var name = (await child.GetAsync("/api/v1/zone")).GetProperty("name").GetString()!;
            await root.AddChildAsync(name, child);
            await careless.AddChildAsync(name, child);
        }

        await Eventually.IsTrueAsync(() => root.IsLinkedTo("right") && careless.IsLinkedTo("revoked") && careless.IsLinkedTo("unlisted"));
        Assert.Equal([(null, "right"), (Revoked, "revoked"), (Unlisted, "unlisted")], new[] { "right", "revoked", "unlisted" }.Select(name => (root.Child(name).LastError, name)));
        Assert.Equal((ChildHealth.Online, ChildHealth.Offline, ChildHealth.Offline), (root.Child("right").Health, root.Child("revoked").Health, root.Child("unlisted").Health));
        Assert.False(root.IsLinkedTo("revoked") || root.IsLinkedTo("unlisted"));

        // The revoked one offers most by far, and gets nothing.
        await right.ReportHostAsync("r", """{"inventories":{"VCPU":2}}""");
        await revoked.ReportHostAsync("x", """{"inventories":{"VCPU":1000}}""");
        var answers = await Task.WhenAll(root.PlaceAsync(OneCpu), root.PlaceAsync(OneCpu), root.PlaceAsync(OneCpu));
        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.Created && answer.Body.GetProperty("instances")[0].GetProperty("zone").GetString() == "right"));
        Assert.Equal(0, await revoked.UsedAsync("x", "VCPU"));
    }

    [Fact]
    public async Task Offline_OnlyListsOfBeforeCount()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        await using var publisher = await ListPublisher.StartAsync();
        await using var right = await StartAsync("right", authority.Issue("right", "127.0.0.1", publisher.Address, out _));
        await using var revoked = await StartAsync("revoked", authority.Issue("revoked", "127.0.0.1", publisher.Address, out var serial));
        publisher.List = authority.Revoke(serial);
        await using var offline = await StartRootAsync(authority, "Offline");
        var rightId = await offline.AddChildAsync("right", right);
        var revokedId = await offline.AddChildAsync("revoked", revoked);
        Assert.Equal((Unlisted, Unlisted), (offline.Child("right").LastError, offline.Child("revoked").LastError));
        Assert.False(publisher.WasAskedFor(publisher.Address));

        await using var online = await StartRootAsync(authority, "Online");
        await online.AddChildAsync("right", right);
        Assert.Null(online.Child("right").LastError);
        foreach (var id in new[] { rightId, revokedId })
        {
            using var tested = await offline.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);
        }

        Assert.Equal((null, Revoked), (offline.Child("right").LastError, offline.Child("revoked").LastError));
    }

    [Fact]
    public async Task Link_OfAChildThatIsRevokedWhileItStands_EndsWithinFiveMinutes()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        await using var publisher = await ListPublisher.StartAsync();
        await using var child = await StartAsync("paris", authority.Issue("paris", "127.0.0.1", publisher.Address, out var serial));
        await using var root = await StartRootAsync(authority, "Online");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        publisher.List = authority.Revoke(time.GetUtcNow().AddMinutes(7));
        var certificates = new ChildCertificates(root.Services.GetRequiredService<IOptions<FederationOptions>>(), time);
        var dialer = new ChildDialer(root.Services.GetRequiredService<ChildAddresses>(), certificates, root.Services.GetRequiredService<OwnCertificate>());
        var link = new SignalRChildLink(dialer, certificates, time);
        var stands = new TaskCompletionSource();
        var row = Infos.Child("paris") with { ApiUrl = child.Url, Token = ZoneHost.AdminToken };
        var listening = link.ListenAsync(row, stands.SetResult, static () => { }, Token);
        await stands.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(300, Token);
        Assert.False(listening.IsCompleted);

        publisher.List = authority.Revoke(time.GetUtcNow().AddHours(1), serial);
        time.Advance(TimeSpan.FromMinutes(5)); // the first list has ended by now

        Assert.Equal("its certificate is revoked", await listening.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Online_AStrangersCertificate_SendsTheParentNowhere_AndOneInTheFileNeedsNoList()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        using var stranger = new TestAuthority(directory.Path, "stranger");
        await using var publisher = await ListPublisher.StartAsync();
        publisher.List = stranger.Revoke();
        var bait = publisher.Another;
        await using var foreign = await StartAsync("foreign", stranger.Issue("foreign", "127.0.0.1", bait, out _));
        await using var alone = await StartAsync("alone", TestAuthority.SelfSign(directory.Path, "alone", "127.0.0.1"));
        await File.AppendAllTextAsync(authority.FilePath, "\n" + await File.ReadAllTextAsync(Path.Combine(directory.Path, "alone.crt"), Token), Token);
        await using var root = await StartRootAsync(authority, "Online");

        await root.AddChildAsync("foreign", foreign);
        await root.AddChildAsync("alone", alone);

        Assert.Equal("the connection failed: its certificate does not come from the authority in Federation:TrustedAuthority", root.Child("foreign").LastError);
        Assert.False(publisher.WasAskedFor(bait));
        Assert.Null(root.Child("alone").LastError);
    }

    [Fact]
    public async Task Child_WithACertificateForClients_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        authority.IssueForClient("127.0.0.1"); // of a parent, for its own address
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var serving = ServeAsync(listener, Path.Combine(directory.Path, "127.0.0.1"), over.Token);
        await using var root = await StartRootAsync(authority, "NoCheck");

        await root.AddChildAsync("paris", new Uri($"https://{listener.LocalEndpoint}"));

        Assert.Equal("the connection failed: its certificate is not meant for servers", root.Child("paris").LastError);
        await over.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task Start_AnUnknownWord_NamesTheSetting()
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ZoneHost.StartAsync(["Federation:ChildRevocation=Sometimes"]));

        Assert.Contains("Federation:ChildRevocation must be NoCheck, Offline or Online.", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private static Task<ZoneHost> StartAsync(string name, string[] certificate) => ZoneHost.StartAsync([$"Zone:Name={name}", .. certificate]);

    // What is wrong with a certificate must be told, however long a busy machine takes for a handshake and a list.
    private static Task<ZoneHost> StartRootAsync(TestAuthority authority, string mode) => ZoneHost.StartAsync(
        "Zone:Name=root", "Federation:PollTimeout=00:00:30", "Federation:FailuresToOffline=1", $"Federation:TrustedAuthority={authority.FilePath}", $"Federation:ChildRevocation={mode}");

    /// <summary>A server that shows what no honest one would: Kestrel itself refuses such a certificate.</summary>
    private static async Task ServeAsync(TcpListener listener, string file, CancellationToken cancellationToken)
    {
        using var read = X509Certificate2.CreateFromPemFile($"{file}.crt", $"{file}.key");
        using var certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
                await tls.ReadExactlyAsync(new byte[1], cancellationToken);
            }
            catch (Exception ex) when (ex is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The parent hung up, as it should; or the test is over.
            }
        }
    }
}
