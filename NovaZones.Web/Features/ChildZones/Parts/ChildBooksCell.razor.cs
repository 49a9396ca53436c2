using Microsoft.AspNetCore.Components;
using NovaZones.Core.Federation.Books;

namespace NovaZones.Web.Features.ChildZones.Parts;

/// <summary>Whether this zone's records and a child's agree, in a few words.</summary>
public partial class ChildBooksCell
{
    /// <summary>How it stands; null when the child was not compared yet.</summary>
    [Parameter]
    public ChildComparison? Comparison { get; set; }
}
