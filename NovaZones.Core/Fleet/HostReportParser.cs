using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Json;

namespace NovaZones.Core.Fleet;

/// <summary>Checks a host's report in JSON (DESIGN section 6, <c>PUT /api/v1/hosts/{name}</c>) and finds every fault at once.</summary>
public static class HostReportParser
{
    /// <summary>Longest host name in characters.</summary>
    public const int MaxNameLength = 255;

    private const int MaxInventories = 64;
    private const int MaxTraits = 1024;
    private const int MaxCapabilities = 512;
    private const int MaxAggregates = 64;
    private const int MaxProviders = 512;
    private const int MaxProviderDepth = 8;

    /// <summary>Reads a report.</summary>
    /// <param name="body">The JSON object.</param>
    /// <param name="name">The host's name when it stands in the address; null when the body must bear it as <c>name</c> (a line of a batch).</param>
    /// <param name="report">The checked report, or null.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    /// <returns>Whether the report is sound.</returns>
    public static bool TryParse(JsonElement body, string? name, out HostReport? report, out IReadOnlyList<Fault> faults)
    {
        var found = new List<Fault>();
        faults = found;
        report = null;
        if (!BrokenText.IsAbsent(body, found))
        {
            return false;
        }

        var fields = new FieldReader(body, "", found);
        if (name is null)
        {
            name = fields.Text("name", MaxNameLength);
            if (name is null && found.Count == 0)
            {
                fields.Fault("name", "is required");
            }
        }

        if (name is not null && CheckName(name) is { } wrong)
        {
            fields.Fault("name", wrong);
        }

        var providers = 1;
        var root = ReadProvider(fields, name ?? "", 0, ref providers, found);
        var capabilities = ReadCapabilities(fields, found);
        var aggregates = fields.Texts("aggregates", MaxAggregates, 255);
        var availabilityZone = fields.Text("availabilityZone", 255);
        fields.Finish();
        if (found.Count > 0)
        {
            return false;
        }

        report = new HostReport
        {
            Name = name!,
            Root = root,
            Capabilities = capabilities,
            Aggregates = Sorted(aggregates),
            AvailabilityZone = availabilityZone,
        };
        return true;
    }

    /// <summary>What is wrong with a host name, or null: letters, digits and <c>. _ : - @</c>, 1 to 255 characters.</summary>
    public static string? CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength)
        {
            return $"must have 1 to {MaxNameLength} characters";
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('.' or '_' or ':' or '-' or '@'))
            {
                return "may contain letters, digits and . _ : - @ only";
            }
        }

        return null;
    }

    private static ProviderReport ReadProvider(FieldReader fields, string name, int depth, ref int count, List<Fault> faults)
    {
        var inventories = ReadInventories(fields, faults);
        var traits = fields.Texts("traits", MaxTraits, 255, CheckTrait);
        var children = ImmutableArray.CreateBuilder<ProviderReport>();
        if (fields.Take("providers") is { } list)
        {
            ReadProviders(list, fields.PathOf("providers"), depth + 1, children, ref count, faults);
        }

        return new ProviderReport(name, inventories, Sorted(traits), children.ToImmutable());
    }

    private static void ReadProviders(JsonElement list, string path, int depth, ImmutableArray<ProviderReport>.Builder children, ref int count, List<Fault> faults)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault(path, $"must be a list of providers, not {FieldReader.NameOf(list)}"));
            return;
        }

        if (depth > MaxProviderDepth)
        {
            faults.Add(new Fault(path, $"is nested deeper than {MaxProviderDepth} levels"));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var entry in list.EnumerateArray())
        {
            if (++count > MaxProviders)
            {
                faults.Add(new Fault(path, $"a host may have at most {MaxProviders} providers"));
                return;
            }

            var before = faults.Count;
            var fields = new FieldReader(entry, $"{path}[{index++}]", faults);
            var name = fields.Text("name", MaxNameLength);
            if (name is null)
            {
                if (faults.Count == before)
                {
                    fields.Fault("name", "is required");
                }
            }
            else if (!names.Add(name))
            {
                fields.Fault("name", "is already the name of a sibling");
            }

            children.Add(ReadProvider(fields, name ?? "", depth, ref count, faults));
            fields.Finish();
        }
    }

    private static ImmutableArray<KeyValuePair<string, Inventory>> ReadInventories(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("inventories") is not { } inventories)
        {
            return [];
        }

        var path = fields.PathOf("inventories");
        if (inventories.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be an object of resource classes, not {FieldReader.NameOf(inventories)}"));
            return [];
        }

        var result = new SortedDictionary<string, Inventory>(StringComparer.Ordinal);
        foreach (var member in inventories.EnumerateObject())
        {
            var memberPath = $"{path}.{FieldReader.Shorten(member.Name)}";
            if (!ResourceClass.IsValidName(member.Name))
            {
                faults.Add(new Fault(memberPath, "is not a resource class: upper-case letters, digits and _, beginning with a letter"));
            }
            else if (result.Count >= MaxInventories)
            {
                faults.Add(new Fault(path, $"must have at most {MaxInventories} classes"));
                break;
            }
            else if (ReadInventory(member.Value, memberPath, faults) is { } inventory && !result.TryAdd(NamePool.Share(member.Name), inventory))
            {
                faults.Add(new Fault(memberPath, "stands twice in the object"));
            }
        }

        return [.. result];
    }

    private static Inventory? ReadInventory(JsonElement value, string path, List<Fault> faults)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return FieldReader.WholeOf(value, path, 0, ResourceClass.MaxAmount, faults) is { } bare ? new Inventory(bare) : null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be a total or an object, not {FieldReader.NameOf(value)}"));
            return null;
        }

        var before = faults.Count;
        var fields = new FieldReader(value, path, faults);
        var total = fields.Whole("total", 0, ResourceClass.MaxAmount);
        if (total is null && faults.Count == before)
        {
            fields.Fault("total", "is required");
        }

        var reserved = fields.Whole("reserved", 0, ResourceClass.MaxAmount) ?? 0;
        var ratio = fields.Number("allocationRatio", 0.0001, 1000) ?? 1.0;
        var minUnit = fields.Whole("minUnit", 1, ResourceClass.MaxAmount) ?? 1;
        var maxUnit = fields.Whole("maxUnit", 1, ResourceClass.MaxAmount) ?? ResourceClass.MaxAmount;
        var stepSize = fields.Whole("stepSize", 1, ResourceClass.MaxAmount) ?? 1;

        // `capacity` and `used` stand in what we answer; a reporter may send our own answer back.
        fields.Take("capacity");
        fields.Take("used");
        fields.Finish();

        if (total is { } all && reserved > all)
        {
            fields.Fault("reserved", "must not be above total");
        }

        if (minUnit > maxUnit)
        {
            fields.Fault("minUnit", "must not be above maxUnit");
        }

        if (faults.Count > before)
        {
            return null;
        }

        var inventory = new Inventory(total!.Value, reserved, ratio, minUnit, maxUnit, stepSize);
        if (inventory.Capacity > ResourceClass.MaxAmount)
        {
            faults.Add(new Fault(path, $"has a capacity ((total − reserved) × allocationRatio) above {ResourceClass.MaxAmount}"));
            return null;
        }

        return inventory;
    }

    private static ImmutableSortedDictionary<string, CapabilityValue> ReadCapabilities(FieldReader fields, List<Fault> faults)
    {
        if (fields.Take("capabilities") is not { } capabilities)
        {
            return Host.NoCapabilities;
        }

        var path = fields.PathOf("capabilities");
        if (capabilities.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be an object of names and values, not {FieldReader.NameOf(capabilities)}"));
            return Host.NoCapabilities;
        }

        var result = Host.NoCapabilities.ToBuilder();
        foreach (var member in capabilities.EnumerateObject())
        {
            var memberPath = $"{path}.{FieldReader.Shorten(member.Name)}";
            if (member.Name.Length is 0 or > 255)
            {
                faults.Add(new Fault(memberPath, "must have a name of 1 to 255 characters"));
            }
            else if (result.Count >= MaxCapabilities)
            {
                faults.Add(new Fault(path, $"must have at most {MaxCapabilities} entries"));
                break;
            }
            else if (!CapabilityValue.TryFromJson(member.Value, out var value, out var fault))
            {
                faults.Add(new Fault(memberPath, fault));
            }
            else if (result.ContainsKey(member.Name))
            {
                faults.Add(new Fault(memberPath, "stands twice in the object"));
            }
            else
            {
                result[NamePool.Share(member.Name)] = value;
            }
        }

        return result.ToImmutable();
    }

    internal static string? CheckTrait(string trait)
    {
        foreach (var c in trait)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return "is not a trait: upper-case letters, digits and _ only";
            }
        }

        return null;
    }

    private static ImmutableArray<string> Sorted(IReadOnlyList<string> texts) =>
        [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(NamePool.Share)];
}
