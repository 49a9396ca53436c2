using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace NovaZones.Core.Query;

internal static class JsonText
{
    /// <summary>Reads a JSON string; false when an escape in it names half of a surrogate pair, or its bytes are not UTF-8.</summary>
    /// <remarks>Such a document passes the JSON parser, and only reading the string throws.</remarks>
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>Reads a member's name; false when it is as broken as such a string.</summary>
    public static bool TryReadName(JsonProperty member, [NotNullWhen(true)] out string? name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = null;
            return false;
        }
    }

    /// <summary>The first member of that name; passes over names that nobody can read, at which <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> throws.</summary>
    public static bool TryGetMember(JsonElement element, string name, out JsonElement value)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (TryReadName(member, out var read) && read == name)
                {
                    value = member.Value;
                    return true;
                }
            }
        }

        value = default;
        return false;
    }
}
