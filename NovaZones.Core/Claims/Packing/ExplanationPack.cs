using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims.Packing;

/// <summary>The stored form of an explanation: a quarter of its JSON text, and made in a fraction of the time.</summary>
/// <remarks>
/// Every claim writes one and hardly any is ever read, so JSON is made when somebody asks. What nearly every explanation has is packed field
/// by field; what only some have (changes, a quota) stands in it as JSON. Rows are kept: whoever changes what is written
/// raises <see cref="Version"/> and goes on reading the older ones. A test holds every property of the explanation against this.
/// </remarks>
internal static class ExplanationPack
{
    private const byte Version = 2;

    /// <summary>Children stood in the JSON of <see cref="Rest"/>.</summary>
    private const byte WithoutChildren = 1;

    [ThreadStatic]
    private static PackWriter? _writer;

    public static byte[] Write(PlacementExplanation explanation)
    {
        var writer = _writer ??= new PackWriter();
        writer.Clear();
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

        FunnelPack.Write(writer, explanation.Local);
        writer.Bytes(Rest.Of(explanation) is { } rest ? JsonSerializer.SerializeToUtf8Bytes(rest, WireJson.Options) : []);
        ChildrenPack.Write(writer, explanation.Children);
        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static PlacementExplanation Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PackReader(bytes);
        var version = reader.Number();
        if (version is not (Version or WithoutChildren))
        {
            throw new InvalidDataException($"Explanations of form {version} are not known.");
        }

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
            Local = FunnelPack.Read(ref reader),
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

    /// <summary>What only some explanations have; the children only in the form without them.</summary>
    private sealed record Rest(
        ImmutableArray<ChildExplanation>? Children,
        ImmutableArray<RequestChange>? Changes,
        QuotaShortage? Quota,
        ImmutableArray<RequestChange>? LocalChanges,
        ImmutableArray<StopCount>? AfterPlacing)
    {
        public static Rest? Of(PlacementExplanation explanation)
        {
            var rest = new Rest(null, Some(explanation.Changes), explanation.Quota, Some(explanation.Local.Changes), explanation.Local.AfterPlacing);
            return rest is { Changes: null, Quota: null, LocalChanges: null, AfterPlacing: null } ? null : rest;
        }

        public PlacementExplanation Over(PlacementExplanation explanation) => explanation with
        {
            Children = Children ?? [],
            Changes = Changes ?? [],
            Quota = Quota,
            Local = explanation.Local with { Changes = LocalChanges ?? [], AfterPlacing = AfterPlacing },
        };

        private static ImmutableArray<T>? Some<T>(ImmutableArray<T> list) => list.IsEmpty ? null : list;
    }
}
