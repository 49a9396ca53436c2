using System.Globalization;

namespace NovaZones.Web.Features.Placements;

/// <summary>Which paths of a request the form has a field for, section by section.</summary>
internal static class PlacementFormPaths
{
    /// <summary>Fields of section "Placement group"; which of them show depends on the policy.</summary>
    public static readonly string[] Group = ["group.policy", "group.name", "group.maxPerHost", "group.capability", "group.maxSkew"];

    /// <summary>Fields of section "Where".</summary>
    public static readonly string[] Where =
    [
        "availabilityZone", "aggregates.memberOf", "aggregates.notMemberOf", "aggregates.anyOf", "zones.only", "zones.not", "zones.localOnly", "traits.forbidden", "capabilities",
    ];

    /// <summary>Fields of section "Hints".</summary>
    public static readonly string[] Hints = ["hints.sameHost", "hints.differentHost", "hints.forceHosts", "hints.ignoreHosts"];

    /// <summary>Fields of section "How to decide".</summary>
    public static readonly string[] Decision = ["tenant", "policy", "alternates", "deadlineMs", "traits.preferred", "weights"];

    /// <summary>Fields that always show, beside the resources.</summary>
    public static readonly string[] Always = ["name", "count", "minCount", "traits.required"];

    /// <summary>Path of a group of devices.</summary>
    public static string OfDevices(int index) => string.Create(CultureInfo.InvariantCulture, $"groups[{index}]");

    /// <summary>Whether the form shows a field of the server group under this policy.</summary>
    public static bool ShowsInGroup(string? policy, string path) => path switch
    {
        "group.policy" => true,
        "group.name" => policy is not null,
        "group.maxPerHost" => policy == "anti-affinity",
        _ => policy == "spread",
    };
}
