using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaZones.Bench.Decisions;

/// <summary>One measured piece of planning, as it stands in a workload file.</summary>
internal sealed record Workload
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Name for people and for --only.</summary>
    public required string Name { get; init; }

    /// <summary>Number of hosts.</summary>
    public required int Hosts { get; init; }

    /// <summary>Kinds of hosts.</summary>
    public required ImmutableArray<HostShape> Shapes { get; init; }

    /// <summary>Most of each inventory that is used already, 0 to 1: each host gets a random part of it.</summary>
    public double FilledUpTo { get; init; }

    /// <summary>Order of hosts: random, or ascending by score, which is the worst for whoever remembers the best so far.</summary>
    public string Order { get; init; } = "random";

    /// <summary>Body of the placement request.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>Multipliers of the weighers.</summary>
    public required ImmutableSortedDictionary<string, double> Weights { get; init; }

    /// <summary>Slots of one request.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Requests one after another, each depleting the fleet for the next; 0 measures one request again and again on the same fleet.</summary>
    public int Requests { get; init; }

    /// <summary>The figure that must be reached: microseconds for one request, or placements per second when <see cref="Requests"/> is set.</summary>
    public double? Target { get; init; }

    /// <summary>Whether the straightforward form is measured beside it; off where it would take minutes.</summary>
    public bool Straightforward { get; init; } = true;

    /// <summary>Reads a file of workloads.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static IReadOnlyList<Workload> Read(string path) =>
        JsonSerializer.Deserialize<List<Workload>>(File.ReadAllText(path), Options) ?? throw new JsonException($"{path} holds no workloads.");
}

/// <summary>A kind of host.</summary>
internal sealed record HostShape
{
    /// <summary>How many of these there are for one of a kind with share 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The host's report.</summary>
    public required JsonElement Report { get; init; }

    /// <summary>Capabilities of which each host gets one value at random.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Vary { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary>Availability zones of which each host gets one at random.</summary>
    public ImmutableArray<string> AvailabilityZones { get; init; } = [];
}
