using System.Net.Http.Json;
using System.Text.Json;
using NovaZones.Client.Models;

namespace NovaZones.Client;

public sealed partial class ZoneApi
{
    /// <summary>The zone's own hosts.</summary>
    public Task<Page<Host>> ListHostsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        GetAsync<Page<Host>>((query ?? new()).On("api/v1/hosts"), cancellationToken);

    /// <summary>A host.</summary>
    public Task<Host> GetHostAsync(string name, CancellationToken cancellationToken = default) => GetAsync<Host>(HostRoute(name), cancellationToken);

    /// <summary>Reports a host in full: what is not in the report is not there.</summary>
    /// <param name="name">The host.</param>
    /// <param name="report">Serialised as it is: <c>inventories</c>, <c>capabilities</c>, <c>traits</c>, …</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<Host> ReportHostAsync(string name, object report, CancellationToken cancellationToken = default) =>
        SendAsync<Host>(HttpMethod.Put, HostRoute(name), JsonContent.Create(report, report?.GetType() ?? typeof(object), options: Json), cancellationToken);

    /// <summary>Reports many hosts in full at once.</summary>
    /// <param name="reports">Each serialised as it is, with its <c>name</c>.</param>
    /// <param name="cancellationToken">Gives it up; what was taken until then stands.</param>
    /// <returns>What was taken; lines that the zone refused are told there and are no exception.</returns>
    public Task<HostsReported> ReportHostsAsync(IEnumerable<object> reports, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var lines = new MemoryStream();
        foreach (var report in reports)
        {
            JsonSerializer.Serialize(lines, report, report.GetType(), Json);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        var content = new StreamContent(lines);
        content.Headers.ContentType = JsonLines;
        return SendAsync<HostsReported>(HttpMethod.Post, "api/v1/hosts:report", content, cancellationToken);
    }

    /// <summary>Reports what changed on a host, as a JSON merge patch.</summary>
    public Task<Host> PatchHostAsync(string name, object patch, CancellationToken cancellationToken = default) =>
        SendAsync<Host>(HttpMethod.Patch, HostRoute(name), JsonContent.Create(patch, patch?.GetType() ?? typeof(object), MergePatch, Json), cancellationToken);

    /// <summary>Says that a host is alive.</summary>
    public Task BeatAsync(string name, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, HostRoute(name) + "/heartbeat", null, cancellationToken);

    /// <summary>Keeps a host out of new placements.</summary>
    public Task<Host> DisableHostAsync(string name, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync<Host>(HttpMethod.Post, HostRoute(name) + "/disable", JsonContent.Create(new { reason }, options: Json), cancellationToken);

    /// <summary>Lets a host take placements again.</summary>
    public Task<Host> EnableHostAsync(string name, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync<Host>(HttpMethod.Post, HostRoute(name) + "/enable", JsonContent.Create(new { reason }, options: Json), cancellationToken);

    /// <summary>Forgets a host.</summary>
    /// <param name="name">The host.</param>
    /// <param name="force">Also when it holds instances.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task DeleteHostAsync(string name, bool force = false, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, HostRoute(name) + (force ? "?force=true" : ""), null, cancellationToken);

    private static string HostRoute(string name) => $"api/v1/hosts/{Uri.EscapeDataString(name)}";
}
