using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A child that lets only parents with a certificate in, over real TLS.</summary>
public sealed class ParentCertificateTests(ParentCertificateTests.Fleet fleet) : IClassFixture<ParentCertificateTests.Fleet>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("right", null)]
    [InlineData(null, "none was shown")]
    [InlineData("other", "it does not come from the authority in Federation:ParentAuthority")]
    [InlineData("expired", "it has expired or is not valid yet")]
    [InlineData("server", "it is not meant for clients")]
    public async Task Parent_ByItsCertificate_IsLetInOrToldWhyNot(string? certificate, string? fault)
    {
        foreach (var (scope, token) in new[] { ("zone:parent", fleet.ParentToken), ("admin", ZoneHost.AdminToken) })
        {
            using var client = fleet.CreateClient(certificate, token);
            using var answer = await client.PostAsync("/api/v1/zone/capacity", new StringContent("{}", Encoding.UTF8, "application/json"), Token);
            var body = await answer.Content.ReadAsStringAsync(Token);

            Assert.True((fault is null) == (answer.StatusCode != HttpStatusCode.Forbidden), $"{scope}: {answer.StatusCode} {body}");
            Assert.True(fault is null || JsonElement.Parse(body).GetProperty("detail").GetString() == $"A parent must show a certificate: {fault}.", body);
        }

        // What is no parent's needs none.
        using var reader = fleet.CreateClient(certificate, ZoneHost.AdminToken);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/zone", Token)).StatusCode);
        using var parent = fleet.CreateClient(certificate, fleet.ParentToken);
        Assert.Equal(fault is null ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await parent.GetAsync("/api/v1/zone", Token)).StatusCode);
    }

    [Fact]
    public async Task Root_WithItsCertificate_PlacesAndListens_AndAnotherIsToldOnTheRow()
    {
        string[] common = ["Federation:PollTimeout=00:00:30", $"Federation:TrustedAuthority={fleet.Authority.FilePath}"];
        await using var root = await ZoneHost.StartAsync(["Zone:Name=root", .. common, $"Federation:ClientCertificate={fleet.File("right")}.crt", $"Federation:ClientCertificateKey={fleet.File("right")}.key"]);
        await using var stranger = await ZoneHost.StartAsync(["Zone:Name=stranger", .. common]);
        await fleet.Child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        var let = await AddAsync(root);
        var refused = await AddAsync(stranger);

        await Eventually.IsTrueAsync(() => root.IsLinkedTo("paris"));
        var (status, answer) = await root.PlaceAsync("""{"resources":{"VCPU":1}}""");

        Assert.Equal((HttpStatusCode.Created, "paris"), (status, answer.GetProperty("instances")[0].GetProperty("zone").GetString()));
        Assert.True(let.GetProperty("ok").GetBoolean(), let.ToString());
        Assert.False(stranger.IsLinkedTo("paris"));
        Assert.NotEqual(ChildHealth.Online, stranger.Child("paris").Health);
        Assert.Equal("refused with 403: A parent must show a certificate.", refused.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("Federation:ClientCertificate: ", "Federation:ClientCertificate={right}.key")] // a key is no certificate
    [InlineData("Federation:ClientCertificate: ", "Federation:ClientCertificate={right}.crt", "Federation:ClientCertificateKey={other}.key")]
    [InlineData("Federation:ClientCertificate: ", "Federation:ClientCertificate=/nowhere.pem")]
    [InlineData("Federation:ClientCertificate is needed", "Federation:ClientCertificateKey={right}.key")]
    [InlineData("Federation:ParentAuthority: ", "Federation:ParentAuthority={right}.key")]
    public async Task Start_FilesThatCannotBeUsed_NamesTheSetting(string fault, params string[] settings)
    {
        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(
            () => ZoneHost.StartAsync([.. settings.Select(s => s.Replace("{right}", fleet.File("right"), StringComparison.Ordinal).Replace("{other}", fleet.File("other"), StringComparison.Ordinal))]));

        Assert.StartsWith(fault, Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    private async Task<JsonElement> AddAsync(ZoneHost parent)
    {
        using var added = await parent.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"paris","apiUrl":"{{fleet.Child.Url}}","token":"{{fleet.ParentToken}}"}""");
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString();
        using var test = await parent.Client.PostAsync($"/api/v1/zones/{id}/test", null, Token);
        return await test.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    public sealed class Fleet : IAsyncLifetime
    {
        private readonly TemporaryDirectory _directory = new();
        private readonly Dictionary<string, X509Certificate2> _certificates = [];

        internal TestAuthority Authority { get; private set; } = null!;

        public ZoneHost Child { get; private set; } = null!;

        public string ParentToken { get; private set; } = "";

        /// <summary>A certificate's file without its ending.</summary>
        public string File(string name) => Path.Combine(_directory.Path, name);

        public HttpClient CreateClient(string? certificate, string token)
        {
            var handler = new SocketsHttpHandler { UseProxy = false };
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null; // the child's own is tested elsewhere
            if (certificate is not null)
            {
                // Not by a collection: of those only what the server names would be sent.
                handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => _certificates[certificate];
            }

            return new HttpClient(handler) { BaseAddress = Child.Url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        }

        public async ValueTask InitializeAsync()
        {
            Authority = new TestAuthority(_directory.Path, "fleet");
            using var other = new TestAuthority(_directory.Path, "stranger");
            Authority.IssueForClient("right");
            Authority.IssueForClient("expired", hasExpired: true);
            Authority.Issue("server", "127.0.0.1");
            other.IssueForClient("other");
            foreach (var name in new[] { "right", "expired", "server", "other" })
            {
                using var read = X509Certificate2.CreateFromPemFile($"{File(name)}.crt", $"{File(name)}.key");
                _certificates[name] = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            }

            Child = await ZoneHost.StartAsync(["Zone:Name=paris", $"Federation:ParentAuthority={Authority.FilePath}", .. Authority.Issue("paris", "127.0.0.1")]);
            ParentToken = await Child.CreateTokenAsync("zone:parent");
        }

        public async ValueTask DisposeAsync()
        {
            await Child.DisposeAsync();
            Authority.Dispose();
            foreach (var certificate in _certificates.Values)
            {
                certificate.Dispose();
            }

            _directory.Dispose();
        }
    }
}
