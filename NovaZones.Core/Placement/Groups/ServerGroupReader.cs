using System.Text.Json;
using NovaZones.Core.Json;

namespace NovaZones.Core.Placement.Groups;

/// <summary>Reads the field <c>group</c> of a placement request.</summary>
internal static class ServerGroupReader
{
    private const int Most = 1000;

    public static ServerGroupDemand? Read(FieldReader fields, string? tenant, List<Fault> faults)
    {
        if (fields.Take("group") is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        var before = faults.Count;
        var group = new FieldReader(value, fields.PathOf("group"), faults);
        var name = group.Text("name", 255);
        var policy = Policy(group);
        var maxPerHost = group.Whole("maxPerHost", 1, Most);
        var capability = group.Text("capability", 255);
        var maxSkew = group.Whole("maxSkew", 1, Most);
        group.Finish();
        if (faults.Count > before || policy is not { } known)
        {
            return null;
        }

        Only(group, "maxPerHost", maxPerHost is not null, known == GroupPolicy.AntiAffinity, "anti-affinity");
        Only(group, "capability", capability is not null, known == GroupPolicy.Spread, "spread");
        Only(group, "maxSkew", maxSkew is not null, known == GroupPolicy.Spread, "spread");
        if (string.IsNullOrEmpty(name))
        {
            group.Fault("name", "is required");
        }

        if (known == GroupPolicy.Spread && string.IsNullOrEmpty(capability))
        {
            group.Fault("capability", "is required: the capability over whose values to spread");
        }

        // The unit separator cannot be typed into a name by accident.
        var key = tenant is null ? name : $"{tenant}\u001f{name}";
        return new ServerGroupDemand(name ?? "", known, (int)(maxPerHost ?? 1), capability, (int)(maxSkew ?? 1), key ?? "");
    }

    private static GroupPolicy? Policy(FieldReader group)
    {
        switch (group.Text("policy", 32))
        {
            case "affinity":
                return GroupPolicy.Affinity;
            case "anti-affinity":
                return GroupPolicy.AntiAffinity;
            case "soft-affinity":
                return GroupPolicy.SoftAffinity;
            case "soft-anti-affinity":
                return GroupPolicy.SoftAntiAffinity;
            case "spread":
                return GroupPolicy.Spread;
            default:
                group.Fault("policy", "must be affinity, anti-affinity, soft-affinity, soft-anti-affinity or spread");
                return null;
        }
    }

    private static void Only(FieldReader group, string field, bool given, bool fits, string policy)
    {
        if (given && !fits)
        {
            group.Fault(field, $"means something with policy {policy} only");
        }
    }
}
