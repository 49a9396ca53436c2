using System.Globalization;
using System.Text.Json;
using NovaZones.Core;
using NovaZones.Core.Json;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Support.Fuzzing;

/// <summary>Checks that a fault speaks of something that its reader can find.</summary>
internal static class FaultFields
{
    private static readonly string[] Required = ["resources", "policy", "name", "capability", "total"];

    /// <summary>Every fault names a field of the body, or one that it lacks and must have.</summary>
    public static void AssertNamed(JsonElement body, IReadOnlyList<Fault> faults, string text)
    {
        Assert.NotEmpty(faults);
        foreach (var fault in faults)
        {
            Assert.True(IsThere(body, fault.Field, atRoot: true) || IsMissing(body, fault), $"{fault} — names nothing in {text}");
            Assert.False(string.IsNullOrWhiteSpace(fault.Message));
        }
    }

    private static bool IsMissing(JsonElement body, Fault fault)
    {
        var dot = fault.Field.LastIndexOf('.');
        return Required.Contains(fault.Field[(dot + 1)..]) && IsThere(body, dot < 0 ? "" : fault.Field[..dot], atRoot: true);
    }

    /// <summary>Whether the path leads somewhere. Names may hold dots and brackets themselves, so every way to read it is tried.</summary>
    private static bool IsThere(JsonElement value, string path, bool atRoot)
    {
        if (path.Length == 0)
        {
            return true;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var end = path.IndexOf(']', StringComparison.Ordinal);
            return path[0] == '[' && end > 0 && int.TryParse(path.AsSpan(1, end - 1), CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength()
                && IsThere(value[index], path[(end + 1)..], atRoot: false);
        }

        if (value.ValueKind != JsonValueKind.Object || (!atRoot && path[0] != '.'))
        {
            return false;
        }

        var rest = atRoot ? path : path[1..];
        foreach (var member in value.EnumerateObject())
        {
            // A member without a name adds nothing to a path that is empty so far.
            if (JsonText.TryReadName(member, out var none) && none.Length == 0 && atRoot && IsThere(member.Value, path, atRoot: true))
            {
                return true;
            }

            if (JsonText.TryReadName(member, out var name) && rest.StartsWith(FieldReader.Shorten(name), StringComparison.Ordinal)
                && IsThere(member.Value, rest[FieldReader.Shorten(name).Length..], atRoot: false))
            {
                return true;
            }
        }

        return false;
    }
}
