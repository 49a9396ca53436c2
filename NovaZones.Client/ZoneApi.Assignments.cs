using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using NovaZones.Client.Models;

namespace NovaZones.Client;

public sealed partial class ZoneApi
{
    /// <summary>What is placed on a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="known">The version of the list that is known; null to be told in any case.</param>
    /// <param name="limit">At most so many, 1 to 10000; null for the zone's own measure.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Null while the known version is the newest.</returns>
    public async Task<AssignmentList?> GetAssignmentsAsync(string host, string? known = null, int? limit = null, CancellationToken cancellationToken = default)
    {
        string?[] parts =
        [
            known is null ? null : $"known={Uri.EscapeDataString(known)}",
            limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"limit={limit}"),
        ];
        var query = string.Join('&', parts.Where(p => p is not null));
        var (status, body) = await ExchangeAsync(
            HttpMethod.Get, $"{HostRoute(host)}/assignments{(query.Length == 0 ? "" : "?")}{query}", null, null, cancellationToken).ConfigureAwait(false);
        return status == HttpStatusCode.NoContent ? null : Read<AssignmentList>(body);
    }

    /// <summary>Says what became of instances on a host. Harmless to repeat.</summary>
    /// <param name="host">The host.</param>
    /// <param name="items">1 to 500.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<Acknowledged> AcknowledgeAsync(string host, IReadOnlyList<Acknowledgement> items, CancellationToken cancellationToken = default) =>
        SendAsync<Acknowledged>(HttpMethod.Post, HostRoute(host) + "/acknowledgements", JsonContent.Create(new { items }, options: Json), cancellationToken);

    /// <summary>Says which instances are on a host, for the zone's check of its books.</summary>
    /// <param name="host">The host.</param>
    /// <param name="instances">All of them, at most 20000.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<HostListDifference> TellInstancesAsync(string host, IReadOnlyCollection<Guid> instances, CancellationToken cancellationToken = default) =>
        SendAsync<HostListDifference>(HttpMethod.Put, HostRoute(host) + "/instances", JsonContent.Create(new { instances }, options: Json), cancellationToken);
}
