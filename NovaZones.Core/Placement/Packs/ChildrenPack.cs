using System.Collections.Immutable;
using NovaZones.Core.Federation.Flaws;

namespace NovaZones.Core.Placement.Packs;

/// <summary>What child zones said, all levels of them, as bytes.</summary>
internal static class ChildrenPack
{
    [Flags]
    private enum Has
    {
        Nothing = 0,
        Funnel = 1,
        Count = 2,
        Zones = 4,
    }

    public static void Write(PackWriter writer, ImmutableArray<ChildExplanation> children)
    {
        writer.Number(children.Length);
        foreach (var child in children)
        {
            writer.Text(child.Zone);
            writer.Name(child.Outcome);
            writer.Text(child.Reason);
            writer.Real(child.StartedMs);
            writer.Real(child.ElapsedMs);
            writer.Number(child.Offered);
            writer.Number(child.Taken);
            writer.Number((long)((child.Local is null ? Has.Nothing : Has.Funnel) | (child.Count is null ? Has.Nothing : Has.Count) | (child.Zones is null ? Has.Nothing : Has.Zones)));
            if (child.Local is { } local)
            {
                FunnelPack.WriteWhole(writer, local);
            }

            if (child.Count is { } count)
            {
                writer.Number(count);
            }

            if (child.Zones is { } zones)
            {
                writer.Number(zones.Length);
                foreach (var zone in zones)
                {
                    writer.Text(zone);
                }
            }

            Write(writer, child.Children);
        }
    }

    /// <exception cref="InvalidDataException">The bytes are damaged, or tell of more levels than there can be.</exception>
    public static ImmutableArray<ChildExplanation> Read(ref PackReader reader) => Read(ref reader, ExplanationFlaws.MostLevels);

    private static ImmutableArray<ChildExplanation> Read(ref PackReader reader, int levels)
    {
        var count = reader.Count();
        if (count > 0 && levels == 0)
        {
            throw new InvalidDataException("Packed children are too many levels deep.");
        }

        var children = ImmutableArray.CreateBuilder<ChildExplanation>();
        for (var i = 0; i < count; i++)
        {
            children.Add(ReadOne(ref reader, levels - 1));
        }

        return children.ToImmutable();
    }

    private static ChildExplanation ReadOne(ref PackReader reader, int levels)
    {
        var child = new ChildExplanation
        {
            Zone = reader.Text(),
            Outcome = reader.Name(),
            Reason = reader.OptionalText(),
            StartedMs = reader.Real(),
            ElapsedMs = reader.Real(),
            Offered = reader.Count(),
            Taken = reader.Count(),
        };
        var has = (Has)reader.Number();
        return child with
        {
            Local = has.HasFlag(Has.Funnel) ? FunnelPack.ReadWhole(ref reader) : null,
            Count = has.HasFlag(Has.Count) ? reader.Count() : null,
            Zones = has.HasFlag(Has.Zones) ? reader.List(static (ref PackReader r) => r.Text()) : null,
            Children = Read(ref reader, levels),
        };
    }
}
