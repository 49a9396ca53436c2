using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Quotas;

namespace NovaZones.Core.Claims.Packing;

/// <summary>The stored form of an explanation: a quarter of its JSON text, and made in a fraction of the time.</summary>
/// <remarks>
/// Every claim writes one and hardly any is ever read, so JSON is made when somebody asks. What nearly every explanation has is packed field
/// by field; what only some have (children, changes, a quota) stands in it as JSON. Rows are kept: whoever changes what is written
/// raises <see cref="Version"/> and goes on reading the older ones. A test holds every property of the explanation against this.
/// </remarks>
internal static class ExplanationPack
{
    private const byte Version = 1;

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

        Write(writer, explanation.Local);
        var rest = Rest.Of(explanation);
        if (rest is not null)
        {
            writer.Bytes(JsonSerializer.SerializeToUtf8Bytes(rest, WireJson.Options));
        }

        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static PlacementExplanation Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PackReader(bytes);
        if (reader.Number() is var version and not Version)
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
            Local = ReadLocal(ref reader),
        };
        if (reader.IsAtEnd)
        {
            return explanation;
        }

        var rest = JsonSerializer.Deserialize<Rest>(reader.Bytes(), WireJson.Options) ?? throw new InvalidDataException("A packed explanation's rest is null.");
        return rest.Over(explanation);
    }

    /// <summary>The contract's JSON.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a form that this program does not know.</exception>
    public static string ToJson(ReadOnlySpan<byte> bytes) => JsonSerializer.Serialize(Read(bytes), WireJson.Options);

    private static void Write(PackWriter writer, LocalExplanation local)
    {
        writer.Number(local.Considered);
        writer.Number(local.Passed);
        writer.Number(local.Filters.Length);
        foreach (var filter in local.Filters)
        {
            writer.Text(filter.Filter);
            writer.Number(filter.Dropped);
            writer.Number(filter.WouldDrop);
            writer.Number(filter.Reasons.Length);
            foreach (var reason in filter.Reasons)
            {
                Write(writer, reason);
            }
        }

        writer.Number(local.Leading.Length);
        foreach (var leading in local.Leading)
        {
            writer.Text(leading.Host);
            writer.Real(leading.Score);
            writer.Number(leading.Weighers.Length);
            foreach (var weigher in leading.Weighers)
            {
                writer.Text(weigher.Weigher);
                writer.Real(weigher.Multiplier);
                writer.Real(weigher.Share);
            }
        }
    }

    private static void Write(PackWriter writer, ReasonCount reason)
    {
        writer.Text(reason.Reason);
        writer.Number(reason.Hosts);
        writer.Text(reason.Example?.Host);
        if (reason.Example is { } example)
        {
            writer.Number(example.Obstacles.Length);
            foreach (var (attribute, wanted, actual) in example.Obstacles)
            {
                writer.Text(attribute);
                writer.Text(wanted);
                writer.Text(actual);
            }
        }
    }

    private static LocalExplanation ReadLocal(ref PackReader reader) => new(
        reader.Count(),
        reader.Count(),
        reader.List(static (ref PackReader r) =>
        {
            var (name, dropped, would) = (r.Text(), r.Count(), r.Count());
            return new FilterExplanation(name, dropped, r.List(ReadReason)) { WouldDrop = would };
        }),
        reader.List(static (ref PackReader r) => new LeadingCandidate(
            r.OptionalText(), r.Real(), r.List(static (ref PackReader w) => new WeigherShare(w.Text(), w.Real(), w.Real())))));

    private static ReasonCount ReadReason(ref PackReader reader)
    {
        var count = new ReasonCount(reader.Text(), reader.Count());
        return reader.OptionalText() is { } host
            ? count with { Example = new RejectedHost(host, reader.List(static (ref PackReader r) => new Obstacle(r.Text(), r.Text(), r.Text()))) }
            : count;
    }

    /// <summary>What only some explanations have.</summary>
    private sealed record Rest(
        ImmutableArray<ChildExplanation>? Children,
        ImmutableArray<RequestChange>? Changes,
        QuotaShortage? Quota,
        ImmutableArray<RequestChange>? LocalChanges,
        ImmutableArray<StopCount>? AfterPlacing)
    {
        public static Rest? Of(PlacementExplanation explanation)
        {
            var rest = new Rest(
                Some(explanation.Children), Some(explanation.Changes), explanation.Quota, Some(explanation.Local.Changes), explanation.Local.AfterPlacing);
            return rest is { Children: null, Changes: null, Quota: null, LocalChanges: null, AfterPlacing: null } ? null : rest;
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
