using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Mix;

namespace NovaZones.Core.Zones;

/// <summary>The few requests that are asked most, by this zone's own callers and by its parents together, cut down to what may be told upwards.</summary>
public sealed class FrequentRequests(RequestMixRecorder own, PlacementRequestParser parser)
{
    /// <summary>Members that say what must fit; who asks, where and beside what is nobody else's business.</summary>
    private static readonly string[] Told = ["resources", "groups", "groupPolicy", "sameSubtree", "traits"];

    private readonly RequestMixRecorder _parents = new();
    private Known? _known;

    /// <summary>Notes what a parent asks. Apart from the zone's own mix: grading counts only what its own callers ask.</summary>
    internal void NoteOfParent(PlacementRequest request) => _parents.Note(request);

    /// <summary>The most frequent ones, most frequent first; at most <see cref="ZoneSummary.MaxFits"/>.</summary>
    internal ImmutableArray<PlacementRequest> Current()
    {
        var (ownMix, parentMix) = (own.Current, _parents.Current);
        var known = Volatile.Read(ref _known);
        if (known is null || known.Own != ownMix || known.Parents != parentMix)
        {
            known = new Known(ownMix, parentMix, Merge(ownMix, parentMix));
            Volatile.Write(ref _known, known);
        }

        return known.Requests;
    }

    /// <summary>Name of a request by what it asks, the same in every zone.</summary>
    internal static string KeyOf(PlacementRequest request) => request.Digest.ToString("x16", CultureInfo.InvariantCulture);

    private ImmutableArray<PlacementRequest> Merge(params ReadOnlySpan<RequestMix> mixes)
    {
        var popular = new Dictionary<string, (PlacementRequest Request, double Popularity)>(StringComparer.Ordinal);
        foreach (var mix in mixes)
        {
            foreach (var entry in mix.Entries)
            {
                if (Bare(entry.Request) is { } bare)
                {
                    var key = KeyOf(bare);
                    popular[key] = (bare, entry.Popularity + popular.GetValueOrDefault(key).Popularity);
                }
            }
        }

        return
        [
            .. popular.OrderByDescending(p => p.Value.Popularity).ThenBy(p => p.Key, StringComparer.Ordinal)
                .Take(ZoneSummary.MaxFits).Select(p => p.Value.Request),
        ];
    }

    private PlacementRequest? Bare(PlacementRequest request)
    {
        var whole = JsonNode.Parse(request.Json)!.AsObject();
        var bare = new JsonObject(Told.Where(whole.ContainsKey).Select(name => KeyValuePair.Create(name, whole[name]?.DeepClone())));
        return parser.TryRead(JsonSerializer.SerializeToElement(bare), out var read, out _) ? read : null;
    }

    private sealed record Known(RequestMix Own, RequestMix Parents, ImmutableArray<PlacementRequest> Requests);
}
