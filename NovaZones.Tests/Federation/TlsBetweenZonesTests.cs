using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A parent and a child over TLS, with certificates of an authority of their own.</summary>
public sealed class TlsBetweenZonesTests
{
    private const string OneCpu = """{"resources":{"VCPU":1}}""";

    // What is wrong with a certificate must be told, however long a busy machine takes for the first handshake.
    private const string Patient = "Federation:PollTimeout=00:00:30";

    [Fact]
    public async Task Child_CertificateOfTheTrustedAuthority_IsAskedInHttp2AndLinked()
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        using var requests = new RequestVersions();
        await using var child = await ZoneHost.StartAsync(["Zone:Name=paris", .. authority.Issue("paris", "127.0.0.1")]);
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", Patient, $"Federation:TrustedAuthority={authority.FilePath}");
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");
        await root.AddChildAsync("paris", child);
        await Eventually.IsTrueAsync(() => root.IsLinkedTo("paris"));

        var (status, answer) = await root.PlaceAsync(OneCpu);
        using var released = await root.Client.DeleteAsync($"/api/v1/placements/{answer.GetProperty("reservationId").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Created, "paris", HttpStatusCode.NoContent), (status, answer.GetProperty("instances")[0].GetProperty("zone").GetString(), released.StatusCode));
        await Eventually.IsTrueAsync(() => requests.OverTls("/api/v1/zone/release").Any());
        Assert.Equal("https", child.Url.Scheme);
        Assert.All(["/api/v1/zone/take", "/api/v1/zone/release"], route => Assert.Equal(["2"], requests.OverTls(route).Distinct()));
    }

    [Fact]
    public async Task Child_SelfSignedAndInTheFile_IsTrustedAndAnotherIsNot()
    {
        using var directory = new TemporaryDirectory();
        await using var child = await ZoneHost.StartAsync(["Zone:Name=paris", .. TestAuthority.SelfSign(directory.Path, "paris", "127.0.0.1")]);
        await using var other = await ZoneHost.StartAsync(["Zone:Name=rome", .. TestAuthority.SelfSign(directory.Path, "rome", "127.0.0.1")]);
        await using var root = await ZoneHost.StartAsync("Zone:Name=root", Patient, $"Federation:TrustedAuthority={Path.Combine(directory.Path, "paris.crt")}");

        await root.AddChildAsync("paris", child);
        await root.AddChildAsync("rome", other);

        Assert.Equal(
            (null, "the connection failed: its certificate does not come from the authority in Federation:TrustedAuthority"),
            (root.Child("paris").LastError, root.Child("rome").LastError));
        Assert.Equal(ChildHealth.Online, root.Child("paris").Health);
    }

    [Theory]
    [InlineData("fleet", "elsewhere.example", false, "its certificate is not for the name in its address")]
    [InlineData("fleet", "127.0.0.1", true, "its certificate has expired or is not valid yet")]
    [InlineData("other", "127.0.0.1", false, "its certificate does not come from the authority in Federation:TrustedAuthority")]
    [InlineData(null, "127.0.0.1", false, "its certificate comes from no authority that this machine trusts; Federation:TrustedAuthority may name another")]
    public async Task Child_WrongCertificate_IsRefusedWithTheReasonOnItsRow(string? trusted, string host, bool hasExpired, string reason)
    {
        using var directory = new TemporaryDirectory();
        using var authority = new TestAuthority(directory.Path, "fleet");
        using var other = new TestAuthority(directory.Path, "other");
        string[] trust = trusted is null ? [] : [$"Federation:TrustedAuthority={(trusted == "fleet" ? authority : other).FilePath}"];
        await using var child = await ZoneHost.StartAsync(["Zone:Name=paris", .. authority.Issue("paris", host, hasExpired)]);
        await using var root = await ZoneHost.StartAsync(["Zone:Name=root", Patient, "Federation:FailuresToOffline=1", .. trust]);
        await child.ReportHostAsync("p1", """{"inventories":{"VCPU":8}}""");

        var id = await root.AddChildAsync("paris", child);
        using var test = await root.Client.PostAsync($"/api/v1/zones/{id}/test", null, TestContext.Current.CancellationToken);
        var told = await test.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var row = await root.GetAsync($"/api/v1/zones/{id}");
        var (status, refusal) = await root.PlaceAsync(OneCpu);

        var whole = $"the connection failed: {reason}";
        Assert.Equal((false, whole), (told.GetProperty("ok").GetBoolean(), told.GetProperty("message").GetString()));
        Assert.Equal(("Offline", whole), (row.GetProperty("state").GetString(), row.GetProperty("lastError").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, $"offline: {whole}"), (status, refusal.GetProperty("children")[0].GetProperty("reason").GetString()));
        Assert.False(root.IsLinkedTo("paris"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(null)]
    public async Task Start_FileOfAuthoritiesCannotBeUsed_NamesTheSetting(string? content)
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "ca.pem");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        }

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => ZoneHost.StartAsync($"Federation:TrustedAuthority={file}"));

        Assert.StartsWith($"Federation:TrustedAuthority: {file} cannot be used: ", Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    /// <summary>Hears from Kestrel in which version of HTTP requests came over TLS.</summary>
    private sealed class RequestVersions : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Route, string Version)> _heard = new();

        public RequestVersions()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Microsoft.AspNetCore.Hosting", Name: "http.server.request.duration" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags));
            _listener.Start();
        }

        public IEnumerable<string> OverTls(string route) => _heard.Where(h => h.Route.EndsWith(route, StringComparison.Ordinal)).Select(h => h.Version);

        public void Dispose() => _listener.Dispose();

        private void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var byName = new Dictionary<string, object?>(tags.ToArray());
            if (byName.GetValueOrDefault("url.scheme") is "https" && byName.GetValueOrDefault("http.route") is string route && byName.GetValueOrDefault("network.protocol.version") is string version)
            {
                _heard.Enqueue((route, version));
            }
        }
    }
}
