namespace NovaZones.Web.Components.Keys;

/// <summary>A line of the palette.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name or id.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="IsDocument">Whether that is loaded as a document of its own.</param>
public sealed record PaletteItem(PaletteKind Kind, string Name, string Href, bool IsDocument = false);
