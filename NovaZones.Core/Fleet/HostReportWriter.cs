using System.Text.Json;

namespace NovaZones.Core.Fleet;

/// <summary>Writes a host back in the form in which hosts report, the base of a merge patch.</summary>
public static class HostReportWriter
{
    /// <summary>The report that would make exactly this host.</summary>
    public static JsonElement ToJson(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            WriteProvider(writer, host, 0);
            writer.WriteStartObject("capabilities");
            foreach (var (name, value) in host.Capabilities)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
            WriteTexts(writer, "aggregates", host.Aggregates);
            if (host.AvailabilityZone is not null)
            {
                writer.WriteString("availabilityZone", host.AvailabilityZone);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static void WriteProvider(Utf8JsonWriter writer, Host host, int index)
    {
        var provider = host.Providers[index];
        writer.WriteStartObject("inventories");
        foreach (var usage in provider.Inventories)
        {
            writer.WriteStartObject(usage.ResourceClass);
            writer.WriteNumber("total", usage.Inventory.Total);
            writer.WriteNumber("reserved", usage.Inventory.Reserved);
            writer.WriteNumber("allocationRatio", usage.Inventory.AllocationRatio);
            writer.WriteNumber("minUnit", usage.Inventory.MinUnit);
            writer.WriteNumber("maxUnit", usage.Inventory.MaxUnit);
            writer.WriteNumber("stepSize", usage.Inventory.StepSize);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        WriteTexts(writer, "traits", provider.Traits);
        writer.WriteStartArray("providers");
        for (var i = index + 1; i < host.Providers.Length; i++)
        {
            if (host.Providers[i].Parent == index)
            {
                writer.WriteStartObject();
                writer.WriteString("name", host.Providers[i].Name);
                WriteProvider(writer, host, i);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
