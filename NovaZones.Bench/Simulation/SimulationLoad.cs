using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace NovaZones.Bench.Simulation;

/// <summary>Places at the root and gives half of it back, so that the fleet stays mixed.</summary>
internal sealed class SimulationLoad(SimulatedZone root, TreeShape tree, SimulationOptions options, SimulationTally tally) : IDisposable
{
    private readonly HttpClient _client = root.CreateClient();
    private readonly ImmutableArray<SimulatedPlace> _leaves = [.. tree.Leaves];

    /// <summary>One request: place, perhaps release what was held longest.</summary>
    public async Task SendAsync(int request, CancellationToken cancellationToken)
    {
        var random = new Random((options.Seed * 1_000_003) + request);
        var started = Stopwatch.GetTimestamp();
        using var content = new StringContent(Ask(random), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(new Uri("/api/v1/placements", UriKind.Relative), content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (response.StatusCode == HttpStatusCode.Created)
        {
            using var answer = JsonDocument.Parse(text);
            tally.NotePlaced(
                answer.RootElement.GetProperty("reservationId").GetString()!,
                answer.RootElement.GetProperty("instances").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()),
                elapsed);
        }
        else
        {
            tally.NoteRefused(response.StatusCode == HttpStatusCode.Conflict, elapsed);
        }

        if (random.Next(2) == 0 && tally.TakeOldest() is { } oldest)
        {
            using var released = await _client.DeleteAsync(new Uri($"/api/v1/placements/{oldest}", UriKind.Relative), cancellationToken);
            released.EnsureSuccessStatusCode();
        }
    }

    public void Dispose() => _client.Dispose();

    private string Ask(Random random)
    {
        var size = 1 << random.Next(4);
        var where = random.Next(100) switch
        {
            < 40 => "",
            < 70 => $$""","availabilityZone":"{{SimulationFleet.RegionOf(_leaves[random.Next(_leaves.Length)].Region)}}" """,
            < 95 => $$""","traits":{"required":["{{SimulationFleet.SiteOf(_leaves[random.Next(_leaves.Length)])}}"]}""",

            // Nobody has one.
            _ => ""","traits":{"required":["CUSTOM_UNHEARD_OF"]}""",
        };
        return string.Create(CultureInfo.InvariantCulture, $$"""{"count":{{random.Next(1, 4)}},"resources":{"VCPU":{{size}},"MEMORY_MB":{{size * 4096}},"DISK_GB":{{size * 10}}}{{where}}}""");
    }
}
