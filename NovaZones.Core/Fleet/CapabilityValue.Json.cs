using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NovaZones.Core.Query;

namespace NovaZones.Core.Fleet;

public readonly partial struct CapabilityValue
{
    /// <summary>Reads a value as reporters send it, or says in words why it cannot be one.</summary>
    /// <remarks>Null, objects, lists inside lists, numbers beyond a double's range and broken text are refused.</remarks>
    /// <param name="element">Any JSON value; nothing in it makes this method throw.</param>
    /// <param name="value">The value; the empty text when refused.</param>
    /// <param name="fault">What is wrong, to be shown after the field's name.</param>
    public static bool TryFromJson(JsonElement element, out CapabilityValue value, [NotNullWhen(false)] out string? fault)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return TryScalarFromJson(element, out value, out fault);
        }

        value = default;
        var items = new CapabilityValue[element.GetArrayLength()];
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                fault = $"has a list as item {index}; lists must be flat";
                return false;
            }

            if (!TryScalarFromJson(item, out items[index], out var itemFault))
            {
                fault = $"has an item {index} that {itemFault}";
                return false;
            }

            index++;
        }

        value = new CapabilityValue(CapabilityKind.List, items, 0);
        fault = null;
        return true;
    }

    /// <summary>Writes the value as JSON; reading it back gives an equal value.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case CapabilityKind.Text:
                writer.WriteStringValue(Text);
                break;
            case CapabilityKind.Number:
                writer.WriteNumberValue(_number);
                break;
            case CapabilityKind.Boolean:
                writer.WriteBooleanValue(Boolean);
                break;
            default:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
                break;
        }
    }

    private static bool TryScalarFromJson(JsonElement element, out CapabilityValue value, [NotNullWhen(false)] out string? fault)
    {
        value = default;
        fault = null;
        switch (element.ValueKind)
        {
            case JsonValueKind.String when JsonText.TryRead(element, out var text):
                value = FromText(text);
                return true;
            case JsonValueKind.String:
                fault = "is text with half of a surrogate pair";
                return false;
            case JsonValueKind.Number when element.TryGetDouble(out var number) && double.IsFinite(number):
                value = FromNumber(number);
                return true;
            case JsonValueKind.Number:
                fault = "is a number too large to hold";
                return false;
            case JsonValueKind.True:
            case JsonValueKind.False:
                value = FromBoolean(element.ValueKind == JsonValueKind.True);
                return true;
            case JsonValueKind.Object:
                fault = "is an object; allowed are text, a number, a boolean or a flat list of those";
                return false;
            default:
                fault = "is null; allowed are text, a number, a boolean or a flat list of those";
                return false;
        }
    }
}
