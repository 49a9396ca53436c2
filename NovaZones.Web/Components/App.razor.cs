using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using NovaZones.Web.Protection;

namespace NovaZones.Web.Components;

/// <summary>The document around every page. Pages are interactive, except those that write cookies.</summary>
public partial class App
{
    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = default!;

    private Dictionary<string, object> ScriptAttributes => HttpContext.ScriptNonce() is { } nonce ? new() { ["nonce"] = nonce } : [];

    private IComponentRenderMode? PageRenderMode => HttpContext.AcceptsInteractiveRouting() ? RenderMode.InteractiveServer : null;
}
