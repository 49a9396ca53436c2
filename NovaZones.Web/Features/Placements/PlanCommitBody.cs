using System.Text.Json;
using NovaZones.Core;
using NovaZones.Core.Json;
using NovaZones.Core.Query;

namespace NovaZones.Web.Features.Placements;

/// <summary>Tells a body that commits a dry run, <c>{"plan": "…"}</c>, from one that asks for a placement.</summary>
internal static class PlanCommitBody
{
    /// <summary>Whether the body is about committing a plan.</summary>
    public static bool Is(JsonElement body) => JsonText.TryGetMember(body, "plan", out _);

    /// <summary>Reads the plan; everything else in the body is a fault, since the plan says it all.</summary>
    public static IReadOnlyList<Fault> Read(JsonElement body, out string plan)
    {
        plan = "";
        var faults = new List<Fault>();
        if (!BrokenText.IsAbsent(body, faults))
        {
            return faults;
        }

        foreach (var member in body.EnumerateObject())
        {
            if (member.Name != "plan")
            {
                faults.Add(new Fault(member.Name, "must not stand beside plan, which is committed as it is"));
            }
            else if (member.Value.ValueKind != JsonValueKind.String || plan.Length > 0 || string.IsNullOrEmpty(plan = member.Value.GetString()!))
            {
                faults.Add(new Fault("plan", "must be the text that a dry run gave as plan, once"));
            }
        }

        return faults;
    }
}
