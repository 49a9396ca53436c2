using Xunit;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation;

namespace NovaZones.Tests.Support.Fixtures;

/// <summary>Calls that many tests make of a real zone.</summary>
internal static class ZoneCalls
{
    public static async Task<HttpResponseMessage> SendJsonAsync(this ZoneHost zone, HttpMethod method, string address, string json, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await zone.Client.SendAsync(request);
    }

    public static async Task<JsonElement> ReportHostAsync(this ZoneHost zone, string name, string json)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Put, $"/api/v1/hosts/{name}", json);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> PlaceAsync(this ZoneHost zone, string json, string? idempotencyKey = null)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/placements", json, idempotencyKey);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static Task<JsonElement> GetAsync(this ZoneHost zone, string address) => zone.Client.GetFromJsonAsync<JsonElement>(address)!;

    public static async Task<long> UsedAsync(this ZoneHost zone, string host, string resourceClass) =>
        (await zone.GetAsync($"/api/v1/hosts/{host}")).GetProperty("inventories").GetProperty(resourceClass).GetProperty("used").GetInt64();

    /// <summary>Adds a child and tries the connection, so that the parent knows it without waiting for a poll.</summary>
    public static Task<string> AddChildAsync(this ZoneHost parent, string name, ZoneHost child, string extra = "") => parent.AddChildAsync(name, child.Url, ZoneHost.AdminToken, extra);

    /// <summary>Adds a child that is reached by another address than its own, and tries the connection.</summary>
    public static async Task<string> AddChildAsync(this ZoneHost parent, string name, Uri url, string token = ZoneHost.AdminToken, string extra = "")
    {
        using var response = await parent.SendJsonAsync(
            HttpMethod.Post, "/api/v1/zones", $$"""{"name":"{{name}}","apiUrl":"{{url}}","token":"{{token}}"{{extra}}}""");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var test = await parent.Client.PostAsync($"/api/v1/zones/{id}/test", null);
        Assert.Equal(HttpStatusCode.OK, test.StatusCode);
        return id;
    }

    /// <summary>From now on every child is asked first and claimed of then, also one that alone comes into question.</summary>
    public static void AskFirst(this ZoneHost zone) => zone.Services.GetRequiredService<IOptions<FederationOptions>>().Value.PlaceOutright = false;

    /// <summary>What the zone knows of its child.</summary>
    public static ChildState Child(this ZoneHost zone, string name) =>
        zone.Services.GetRequiredService<ChildZoneRegistry>().Find(name) ?? throw new InvalidOperationException($"There is no child {name}.");

    public static bool IsLinkedTo(this ZoneHost zone, string name) => zone.Child(name).IsLinked;

    /// <summary>Makes a token of one scope.</summary>
    public static async Task<string> CreateTokenAsync(this ZoneHost zone, string scope)
    {
        using var response = await zone.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", $$"""{"name":"{{scope}}","scopes":["{{scope}}"]}""");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
