using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NovaZones.Bench.Simulation;

/// <summary>The hosts of a zone, reported through its real interface; the same for the same seed.</summary>
internal static class SimulationFleet
{
    private const int Batch = 5_000;

    private static readonly string[] Sizes =
    [
        """{"VCPU":32,"MEMORY_MB":131072,"DISK_GB":1000}""",
        """{"VCPU":64,"MEMORY_MB":262144,"DISK_GB":2000}""",
        """{"VCPU":128,"MEMORY_MB":524288,"DISK_GB":4000}""",
    ];

    /// <summary>Trait that the hosts of one zone alone have.</summary>
    public static string SiteOf(SimulatedPlace place) => $"CUSTOM_SITE_{place.Name.ToUpperInvariant()}";

    /// <summary>Availability zone of everything below one zone at the first level.</summary>
    public static string RegionOf(int region) => string.Create(CultureInfo.InvariantCulture, $"region{region}");

    /// <summary>Reports them all.</summary>
    public static async Task ReportAsync(SimulatedZone zone, SimulatedPlace place, int seed, CancellationToken cancellationToken)
    {
        using var client = zone.CreateClient();
        var random = new Random(seed ^ (place.Hosts * 397) ^ place.Name[^1]);
        for (var first = 0; first < place.Hosts; first += Batch)
        {
            var lines = new StringBuilder();
            for (var host = first; host < Math.Min(place.Hosts, first + Batch); host++)
            {
                lines.Append(CultureInfo.InvariantCulture, $$"""{"name":"{{place.Name}}-{{host}}","inventories":{{Sizes[random.Next(Sizes.Length)]}},""");
                lines.Append(CultureInfo.InvariantCulture, $$"""
                    "traits":["{{SiteOf(place)}}"],"availabilityZone":"{{RegionOf(place.Region)}}"}
                    """).Append('\n');
            }

            using var content = new StringContent(lines.ToString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
            using var response = await client.PostAsync(new Uri("/api/v1/hosts:report", UriKind.Relative), content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            response.EnsureSuccessStatusCode();
            using var answer = JsonDocument.Parse(text);
            if (answer.RootElement.TryGetProperty("failed", out var failed) && failed.ValueKind == JsonValueKind.Number && failed.GetInt32() > 0)
            {
                throw new InvalidOperationException($"Zone {zone.Name} refused hosts: {text}");
            }
        }
    }
}
