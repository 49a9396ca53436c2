using System.Globalization;
using Microsoft.AspNetCore.Components;
using NovaZones.Core.Placement;
using NovaZones.Core.Policies;

namespace NovaZones.Web.Features.Policies.Parts;

/// <summary>Bounds that a policy sets for each host; an empty field leaves one to the zone's settings.</summary>
public partial class LimitFields
{
    /// <summary>The policy being edited.</summary>
    [Parameter]
    [EditorRequired]
    public required PolicyDraft Draft { get; set; }

    /// <summary>The zone's settings.</summary>
    [Parameter]
    [EditorRequired]
    public required SchedulerOptions Scheduler { get; set; }

    /// <summary>Whether it can only be read.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Told after every change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private HostLimits Zone => Scheduler.HostLimits;

    private string Help(string limit, int ofZone) =>
        L["Help_" + limit, ofZone == 0 ? L["NoLimit"].Value : ofZone.ToString(CultureInfo.InvariantCulture)];

    private string? Of(string field) => Draft.Limits.Check().Where(f => f.Field == "limits." + field).Select(f => f.Message).FirstOrDefault();

    private Task Set(PolicyLimits limits)
    {
        Draft.Limits = limits;
        return OnChanged.InvokeAsync();
    }
}
