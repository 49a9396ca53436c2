using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Placement.Packs;

/// <summary>The stored form of an explanation: a quarter of its JSON text, and made in a fraction of the time.</summary>
/// <remarks>
/// Every claim writes one and hardly any is ever read, so JSON is made when somebody asks. What nearly every explanation has is packed field
/// by field; what only some have (changes, a quota) stands in it as JSON. Rows are kept: whoever changes what is written
/// raises <see cref="Version"/> and goes on reading the older ones. A test holds every property of the explanation against this.
/// </remarks>
internal static class ExplanationPack
{
    private const byte Version = 3;

    /// <summary>Each name was said each time, and what would have helped in the own zone stood in the JSON of <see cref="Rest"/>.</summary>
    private const byte WithEveryName = 2;

    /// <summary>Children stood in the JSON of <see cref="Rest"/>, too.</summary>
    private const byte WithoutChildren = 1;

    [ThreadStatic]
    private static PackWriter? _writer;

    public static byte[] Write(PlacementExplanation explanation)
    {
        var writer = _writer ??= new PackWriter();
        writer.Begin(isCompact: true);
        writer.Number(Version);
        writer.Text(explanation.Zone);
        writer.Text(explanation.Policy);
        writer.Number(explanation.PolicyVersion);
        writer.Number(explanation.Requested);
        writer.Number(explanation.Placed);
        writer.Text(explanation.Summary);
        writer.Number(explanation.Rounds);
        writer.Real(explanation.ElapsedMs);
        writer.Number(explanation.Conflicts.Length);
        foreach (var conflict in explanation.Conflicts)
        {
            writer.Text(conflict);
        }

        FunnelPack.WriteWhole(writer, explanation.Local);
        writer.Bytes(Rest.Of(explanation) is { } rest ? JsonSerializer.SerializeToUtf8Bytes(rest, WireJson.Options) : []);
        ChildrenPack.Write(writer, explanation.Children);
        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static PlacementExplanation Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PackReader(bytes);
        var version = reader.Number();
        if (version is not (Version or WithEveryName or WithoutChildren))
        {
            throw new InvalidDataException($"Explanations of form {version} are not known.");
        }

        reader.IsCompact = version == Version;
        var explanation = new PlacementExplanation
        {
            Zone = reader.Text(),
            Policy = reader.Text(),
            PolicyVersion = reader.Count(),
            Requested = reader.Count(),
            Placed = reader.Count(),
            Summary = reader.Text(),
            Rounds = reader.Count(),
            ElapsedMs = reader.Real(),
            Conflicts = reader.List(static (ref PackReader r) => r.Text()),
            Local = version == Version ? FunnelPack.ReadWhole(ref reader) : FunnelPack.Read(ref reader),
        };
        if (version == WithoutChildren && reader.IsAtEnd)
        {
            return explanation;
        }

        if (reader.Bytes() is { IsEmpty: false } json)
        {
            var rest = JsonSerializer.Deserialize<Rest>(json, WireJson.Options) ?? throw new InvalidDataException("A packed explanation's rest is null.");
            explanation = rest.Over(explanation);
        }

        return version == WithoutChildren ? explanation : explanation with { Children = ChildrenPack.Read(ref reader) };
    }

    /// <summary>The contract's JSON.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static string ToJson(ReadOnlySpan<byte> bytes) => JsonSerializer.Serialize(Read(bytes), WireJson.Options);

    /// <summary>What only some explanations have; local changes, stops and children only in older forms.</summary>
    private sealed record Rest(
        ImmutableArray<RequestChange>? Changes,
        QuotaShortage? Quota,
        ImmutableArray<RequestChange>? LocalChanges = null,
        ImmutableArray<StopCount>? AfterPlacing = null,
        ImmutableArray<ChildExplanation>? Children = null)
    {
        public static Rest? Of(PlacementExplanation explanation) =>
            explanation is { Changes.IsEmpty: true, Quota: null } ? null : new Rest(explanation.Changes.IsEmpty ? null : explanation.Changes, explanation.Quota);

        public PlacementExplanation Over(PlacementExplanation explanation) => explanation with
        {
            Children = Children ?? [],
            Changes = Changes ?? [],
            Quota = Quota,
            Local = LocalChanges is null && AfterPlacing is null ? explanation.Local : explanation.Local with { Changes = LocalChanges ?? [], AfterPlacing = AfterPlacing },
        };
    }
}
