using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Federation;
using NovaZones.Core.Placement.Filters;

namespace NovaZones.Core.Placement.Packs;

/// <summary>The funnel of one zone as bytes: what each filter dropped, and who leads.</summary>
internal static class FunnelPack
{
    /// <summary>Writes all of a funnel.</summary>
    public static void WriteWhole(PackWriter writer, LocalExplanation local)
    {
        Write(writer, local);
        writer.Bytes(local.Changes.IsEmpty && local.AfterPlacing is null ? [] : JsonSerializer.SerializeToUtf8Bytes(new Rest(local.Changes, local.AfterPlacing), WireJson.Options));
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static LocalExplanation ReadWhole(ref PackReader reader)
    {
        var local = Read(ref reader);
        if (reader.Bytes() is not { IsEmpty: false } json)
        {
            return local;
        }

        try
        {
            var rest = JsonSerializer.Deserialize<Rest>(json, WireJson.Options) ?? throw new InvalidDataException("A packed funnel's rest is null.");
            return local with { Changes = rest.Changes, AfterPlacing = rest.AfterPlacing };
        }
        catch (JsonException ex)
        {
            throw new InvalidDataException("A packed funnel's rest cannot be read.", ex);
        }
    }

    /// <summary>Writes a funnel without the changes that would have helped and what stops one more.</summary>
    public static void Write(PackWriter writer, LocalExplanation local)
    {
        writer.Number(local.Considered);
        writer.Number(local.Passed);
        writer.Number(local.Filters.Length);
        foreach (var filter in local.Filters)
        {
            writer.Name(filter.Filter);
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
            writer.Figure(leading.Score);
            writer.Number(leading.Weighers.Length);
            foreach (var weigher in leading.Weighers)
            {
                writer.Name(weigher.Weigher);
                writer.Figure(weigher.Multiplier);
                writer.Figure(weigher.Share);
            }
        }
    }

    private static void Write(PackWriter writer, ReasonCount reason)
    {
        writer.Name(reason.Reason);
        writer.Number(reason.Hosts);
        writer.Text(reason.Example?.Host);
        if (reason.Example is { } example)
        {
            writer.Number(example.Obstacles.Length);
            foreach (var (attribute, wanted, actual) in example.Obstacles)
            {
                writer.Name(attribute);
                writer.Name(wanted);
                writer.Name(actual);
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static LocalExplanation Read(ref PackReader reader) => new(
        reader.Count(),
        reader.Count(),
        reader.List(static (ref PackReader r) =>
        {
            var (name, dropped, would) = (r.Name(), r.Count(), r.Count());
            return new FilterExplanation(name, dropped, r.List(ReadReason)) { WouldDrop = would };
        }),
        reader.List(static (ref PackReader r) => new LeadingCandidate(
            r.OptionalText(), r.Figure(), r.List(static (ref PackReader w) => new WeigherShare(w.Name(), w.Figure(), w.Figure())))));

    private static ReasonCount ReadReason(ref PackReader reader)
    {
        var count = new ReasonCount(reader.Name(), reader.Count());
        return reader.OptionalText() is { } host
            ? count with { Example = new RejectedHost(host, reader.List(static (ref PackReader r) => new Obstacle(r.Name(), r.Name(), r.Name()))) }
            : count;
    }

    /// <summary>What only some funnels have.</summary>
    private sealed record Rest(ImmutableArray<RequestChange> Changes, ImmutableArray<StopCount>? AfterPlacing);
}
