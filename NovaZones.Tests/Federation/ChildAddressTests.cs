using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Federation;

/// <summary>A zone is made to open connections by whoever adds children; where to is bounded, when the row is made and when it connects.</summary>
public sealed class ChildAddressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_AddressOfTheNetworkItself_IsRefusedInEverySpelling()
    {
        await using var zone = await ZoneHost.StartAsync();
        string[] urls =
        [
            "http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]", "http://2852039166", "http://0xA9FEA9FE", "http://0251.0376.0251.0376", "http://169.254.43518",
            "http://[64:ff9b::a9fe:a9fe]", "http://[fe80::1]", "http://0.0.0.0:80", "http://[::]:80", "http://224.0.0.1", "http://255.255.255.255", "http://100.100.100.200",
            "https://168.63.129.16", "ftp://127.0.0.1", "file:///etc/passwd", "gopher://127.0.0.1", "http://user:secret@127.0.0.1", "http://127.0.0.1?x=1", "//127.0.0.1", "http://",
        ];

        foreach (var url in urls)
        {
            using var answer = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", JsonSerializer.Serialize(new { name = "c", apiUrl = url, token = "t" }));
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{url} was let in");
            Assert.Equal("apiUrl", problem.GetProperty("errors")[0].GetProperty("field").GetString());
        }
    }

    [Fact]
    public async Task Change_ToAnAddressThatIsNotAllowed_IsRefusedAndKeepsTheRow()
    {
        await using var zone = await ZoneHost.StartAsync("Federation:AllowedAddresses=loopback");
        using var added = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", """{"name":"c","apiUrl":"http://127.0.0.1:9","token":"t"}""");
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString();

        using var changed = await zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/zones/{id}", """{"name":"c","apiUrl":"http://10.0.0.1"}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (added.StatusCode, changed.StatusCode));
        Assert.Equal("http://127.0.0.1:9", (await zone.GetAsync($"/api/v1/zones/{id}")).GetProperty("apiUrl").GetString());
    }

    /// <remarks>What a name that leads elsewhere after it was looked at comes to: the row is there, and the connection is what has to be stopped.</remarks>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Connect_AddressThatIsNotAllowedAnyMore_IsNeverReached(string host)
    {
        using var folder = new TemporaryDirectory();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using (var zone = await ZoneHost.StartInAsync(folder.Path))
        {
            using var added = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"c","apiUrl":"{{url}}","token":"t","enabled":false}""");
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        }

        Assert.False(listener.Pending());
        await using var strict = await ZoneHost.StartInAsync(folder.Path, "Federation:AllowedAddresses=private,public", "Federation:PollInterval=00:00:01");
        using (var enabled = await strict.SendJsonAsync(HttpMethod.Put, "/api/v1/zones/c", $$"""{"name":"c","apiUrl":"{{url}}"}"""))
        {
            Assert.Equal(HttpStatusCode.BadRequest, enabled.StatusCode); // the operator hears of it as well
        }

        using var test = await strict.Client.PostAsync("/api/v1/zones/c/test", null, Token);
        var told = await test.Content.ReadFromJsonAsync<JsonElement>(Token);

        Assert.False(told.GetProperty("ok").GetBoolean());
        Assert.Contains("is not among Federation:AllowedAddresses", told.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Redirect_OfAChild_IsNotFollowed()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var child = builder.Build();
        child.MapFallback(() => Microsoft.AspNetCore.Http.Results.Redirect($"http://127.0.0.1:{((IPEndPoint)target.LocalEndpoint).Port}/api/v1/zone", permanent: true, preserveMethod: true));
        await child.StartAsync(Token);
        var url = child.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        await using var zone = await ZoneHost.StartAsync();
        using var added = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/zones", $$"""{"name":"c","apiUrl":"{{url}}","token":"t"}""");

        using var test = await zone.Client.PostAsync("/api/v1/zones/c/test", null, Token);

        Assert.Equal("it answered 308", (await test.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("message").GetString());
        Assert.False(target.Pending());
    }
}
