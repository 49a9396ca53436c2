using System.Collections.Immutable;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Json;

namespace NovaZones.Core.Quotas;

/// <summary>Checks a quota in JSON and finds every fault at once.</summary>
public static class QuotaParser
{
    /// <summary>Largest limit.</summary>
    public const long MaxLimit = 1_000_000_000_000_000;

    /// <summary>Most classes that one quota or lease names.</summary>
    public const int MostClasses = 256;

    /// <summary>Longest name of a tenant.</summary>
    public const int LongestTenant = 255;

    /// <summary>Reads <c>{"limits": {"VCPU": 100, "instances": 20}, "governedByParent": false, "leasePercent": 20}</c>; what is left out has its default.</summary>
    /// <param name="tenant">The tenant, from the address.</param>
    /// <param name="body">The JSON object.</param>
    /// <param name="faults">Everything that is wrong; empty on success.</param>
    public static Quota? Read(string tenant, JsonElement body, out IReadOnlyList<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var found = new List<Fault>();
        faults = found;
        if (tenant.Length is 0 or > LongestTenant || tenant.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            found.Add(new Fault("tenant", $"must have 1 to {LongestTenant} characters, none of them a control character"));
        }

        if (!BrokenText.IsAbsent(body, found))
        {
            return null;
        }

        var fields = new FieldReader(body, "", found);
        var limits = ReadLimits(fields, found);
        var isGoverned = fields.Flag("governedByParent");
        var percent = fields.Whole("leasePercent", 0, 100);
        fields.Finish();
        return found.Count > 0 ? null : new Quota
        {
            Tenant = tenant,
            Limits = limits,
            GovernedByParent = isGoverned ?? false,
            LeasePercent = (int)(percent ?? Quota.DefaultLeasePercent),
        };
    }

    /// <summary>What is wrong with the name of a class in a quota or lease, or null.</summary>
    internal static string? CheckClass(string name) =>
        name == Quota.Instances || ResourceClass.IsValidName(name) ? null : "is neither a resource class (upper-case letters, digits and _) nor instances";

    private static ImmutableSortedDictionary<string, long> ReadLimits(FieldReader fields, List<Fault> faults)
    {
        var limits = Amounts.None;
        if (fields.Take("limits") is not { } given)
        {
            return limits;
        }

        var path = fields.PathOf("limits");
        if (given.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(path, $"must be an object of limits by resource class, not {FieldReader.NameOf(given)}"));
            return limits;
        }

        if (given.GetPropertyCount() > MostClasses)
        {
            faults.Add(new Fault(path, $"must have at most {MostClasses} classes"));
            return limits;
        }

        foreach (var entry in given.EnumerateObject())
        {
            var entryPath = $"{path}.{FieldReader.Shorten(entry.Name)}";
            if (CheckClass(entry.Name) is { } wrong)
            {
                faults.Add(new Fault(entryPath, wrong));
            }
            else if (limits.ContainsKey(entry.Name))
            {
                faults.Add(new Fault(entryPath, "stands twice in the object"));
            }
            else if (FieldReader.WholeOf(entry.Value, entryPath, 0, MaxLimit, faults) is { } limit)
            {
                limits = limits.Add(entry.Name, limit);
            }
        }

        return limits;
    }
}
