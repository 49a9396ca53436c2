using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using NovaZones.Core.Fleet.History;

namespace NovaZones.Data.Fleet;

/// <summary>Figures of many hosts as few bytes: names of classes once, numbers as short as they are, the whole compressed.</summary>
internal static class HostSamplePack
{
    private const byte Form = 1;
    private const int IdBytes = 16;

    public static byte[] Pack(IReadOnlyCollection<HostFigures> hosts)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new DeflateStream(bytes, CompressionLevel.Fastest))
        using (var writer = new BinaryWriter(compressed, Encoding.UTF8))
        {
            var names = hosts.SelectMany(host => host.Classes).Select(figures => figures.ResourceClass).Distinct(StringComparer.Ordinal).ToList();
            var numbers = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
            writer.Write(Form);
            writer.Write7BitEncodedInt(names.Count);
            names.ForEach(writer.Write);
            writer.Write7BitEncodedInt(hosts.Count);
            foreach (var host in hosts)
            {
                writer.Write(host.HostId.ToByteArray());
                writer.Write7BitEncodedInt(host.Classes.Length);
                foreach (var figures in host.Classes)
                {
                    writer.Write7BitEncodedInt(numbers[figures.ResourceClass]);
                    writer.Write7BitEncodedInt64(figures.Capacity);
                    writer.Write7BitEncodedInt64(figures.Used);
                }
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The figures of one host, or null when it is not among them.</summary>
    /// <exception cref="InvalidDataException">These bytes are of a form that this program does not know.</exception>
    public static ImmutableArray<ClassFigures>? Find(byte[] packed, Guid hostId)
    {
        using var compressed = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var buffered = new BufferedStream(compressed);
        using var reader = new BinaryReader(buffered, Encoding.UTF8);
        if (reader.ReadByte() != Form)
        {
            throw new InvalidDataException("A sample of hosts has a form that this program does not know.");
        }

        var names = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString();
        }

        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var id = new Guid(reader.ReadBytes(IdBytes));
            var classes = new ClassFigures[reader.Read7BitEncodedInt()];
            for (var i = 0; i < classes.Length; i++)
            {
                classes[i] = new ClassFigures(names[reader.Read7BitEncodedInt()], reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
            }

            if (id == hostId)
            {
                return [.. classes];
            }
        }

        return null;
    }
}
