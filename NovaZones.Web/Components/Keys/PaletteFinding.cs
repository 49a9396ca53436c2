namespace NovaZones.Web.Components.Keys;

/// <summary>What the palette found.</summary>
/// <param name="Items">Kind by kind; those whose name begins with the text first.</param>
/// <param name="IsCut">Whether there is more of some kind.</param>
public sealed record PaletteFinding(IReadOnlyList<PaletteItem> Items, bool IsCut);
