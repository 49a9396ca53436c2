using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace NovaZones.Web.Components.Shared;

/// <summary>How much of one resource class is used: a bar, the share, and the figures.</summary>
public partial class CapacityBar
{
    /// <summary>The class.</summary>
    [Parameter]
    [EditorRequired]
    public string ResourceClass { get; set; } = "";

    /// <summary>What is claimed.</summary>
    [Parameter]
    public long Used { get; set; }

    /// <summary>What can be claimed in all.</summary>
    [Parameter]
    public long Capacity { get; set; }

    /// <summary>Leaves the figures to the tooltip.</summary>
    [Parameter]
    public bool Compact { get; set; }

    private double Fraction => Capacity > 0 ? (double)Used / Capacity : 0;

    // Used without capacity happens when hosts are down: nothing can be placed there, which is not the same as empty.
    private string Level => (Capacity, Used) switch
    {
        ( <= 0, > 0) => "gone",
        ( <= 0, _) => "none",
        _ when Used > Capacity => "over",
        _ when Fraction >= 0.9 => "high",
        _ when Fraction >= 0.75 => "warm",
        _ => "calm",
    };

    private string Width => (Math.Clamp(Fraction, 0, 1) * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private string Percent => Level switch
    {
        "none" or "gone" => "—",
        "over" => L["Over"],
        _ => (Fraction * 100).ToString(Fraction is > 0 and < 0.095 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %",
    };

    private string Title => Level switch
    {
        "none" => L["None", ResourceClass],
        "gone" => L["Gone", ResourceClass, ResourceText.Amount(ResourceClass, Used)],
        _ => L["Title", ResourceClass, ResourceText.Amount(ResourceClass, Used), ResourceText.Amount(ResourceClass, Capacity), ResourceText.Amount(ResourceClass, Capacity - Used)],
    };
}
