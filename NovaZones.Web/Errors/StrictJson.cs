using NovaZones.Core;
using NovaZones.Core.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NovaZones.Web.Errors;

/// <summary>Compares a JSON value with a contract and names every difference by its path, then reads it.</summary>
/// <remarks>The serializer alone stops at the first fault, and says where only in the words of its message.</remarks>
internal static class StrictJson
{
    private const int MaxFaults = 50;

    /// <summary>Reads a value; when anything is wrong with it the faults say so and nothing is read.</summary>
    public static IReadOnlyList<Fault> Read<T>(JsonElement element, JsonSerializerOptions options, out T? value)
        where T : class
    {
        value = null;
        var faults = new List<Fault>();
        if (!BrokenText.IsAbsent(element, faults))
        {
            return faults;
        }

        Check(element, options.GetTypeInfo(typeof(T)), "", faults);
        if (faults.Count > 0)
        {
            return faults;
        }

        try
        {
            value = element.Deserialize<T>(options);
        }
        catch (JsonException ex)
        {
            faults.Add(new Fault((ex.Path ?? "").TrimStart('$').TrimStart('.'), "is not allowed here."));
        }

        return faults;
    }

    private static void Check(JsonElement element, JsonTypeInfo contract, string path, List<Fault> faults)
    {
        if (faults.Count >= MaxFaults)
        {
            return;
        }

        switch (contract.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                CheckObject(element, contract, path, faults);
                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    if (!names.Add(member.Name))
                    {
                        faults.Add(new Fault(Join(path, member.Name), "is given twice."));
                    }

                    CheckElement(member.Value, contract, Join(path, member.Name), faults);
                }

                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    CheckElement(item, contract, $"{path}[{index++}]", faults);
                }

                break;
            case JsonTypeInfoKind.None:
                CheckLeaf(element, contract, path, faults);
                break;
            default:
                faults.Add(new Fault(path, contract.Kind == JsonTypeInfoKind.Enumerable ? "must be a list." : "must be an object."));
                break;
        }
    }

    private static void CheckObject(JsonElement element, JsonTypeInfo contract, string path, List<Fault> faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var memberPath = Join(path, member.Name);
            var property = contract.Properties.FirstOrDefault(candidate =>
                (candidate.Set is not null || candidate.AssociatedParameter is not null) && candidate.Name == member.Name);
            if (property is null)
            {
                faults.Add(new Fault(memberPath, "is not a known field."));
            }
            else if (!seen.Add(member.Name))
            {
                faults.Add(new Fault(memberPath, "is given twice."));
            }
            else if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (!property.IsSetNullable && property.AssociatedParameter?.IsNullable != true)
                {
                    faults.Add(new Fault(memberPath, "must not be null."));
                }
            }
            else
            {
                Check(member.Value, contract.Options.GetTypeInfo(property.PropertyType), memberPath, faults);
            }
        }

        foreach (var property in contract.Properties)
        {
            if (property.IsRequired && !seen.Contains(property.Name))
            {
                faults.Add(new Fault(Join(path, property.Name), "is required."));
            }
        }
    }

    private static void CheckElement(JsonElement element, JsonTypeInfo collection, string path, List<Fault> faults)
    {
        var type = collection.ElementType ?? typeof(object);
        if (element.ValueKind != JsonValueKind.Null)
        {
            Check(element, collection.Options.GetTypeInfo(type), path, faults);
        }
        else if (Nullable.GetUnderlyingType(type) is null && type != typeof(JsonElement) && type != typeof(object))
        {
            // Whether a reference type was declared nullable cannot be seen here; a contract that means null says JsonElement.
            faults.Add(new Fault(path, "must not be null."));
        }
    }

    private static void CheckLeaf(JsonElement element, JsonTypeInfo contract, string path, List<Fault> faults)
    {
        try
        {
            element.Deserialize(contract);
        }
        catch (Exception ex) when (ex is JsonException or FormatException or InvalidOperationException)
        {
            faults.Add(new Fault(path, $"must be {Describe(Nullable.GetUnderlyingType(contract.Type) ?? contract.Type)}."));
        }
    }

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(string) => "text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number, at most 2147483647 either way",
        _ when type == typeof(long) => "a whole number, at most 9223372036854775807 either way",
        _ when type == typeof(double) || type == typeof(decimal) => "a number",
        _ when type == typeof(Guid) => "an id (UUID)",
        _ when type == typeof(DateTimeOffset) => "a date and time with offset, such as 2030-01-31T12:00:00Z",
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ => "something else",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
