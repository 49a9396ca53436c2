using Microsoft.AspNetCore.Components;
using NovaZones.Core.Federation;

namespace NovaZones.Web.Features.ChildZones.Parts;

/// <summary>Whether requests ask a child, and why not, in a few words.</summary>
public partial class ChildAskingCell
{
    /// <summary>The child.</summary>
    [Parameter]
    [EditorRequired]
    public required ChildState State { get; set; }

    /// <summary>The row that stands for the same zone, when this one is superfluous.</summary>
    [Parameter]
    public string? DoubleOf { get; set; }

    /// <summary>Its breaker when it is open.</summary>
    [Parameter]
    public ChildBreaker? Breaker { get; set; }

    /// <summary>The clock.</summary>
    [Inject]
    public required TimeProvider Time { get; init; }

    private bool IsDue => Breaker is { } breaker && breaker.RetryAt <= Time.GetUtcNow();
}
