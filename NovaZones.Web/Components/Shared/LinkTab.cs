namespace NovaZones.Web.Components.Shared;

/// <summary>One choice among a few, as a link.</summary>
/// <param name="Text">The word.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="IsChosen">Whether it is what the page shows.</param>
/// <param name="Count">How many there are, or null.</param>
/// <param name="TestId">Name for tests.</param>
public sealed record LinkTab(string Text, string Href, bool IsChosen, int? Count = null, string? TestId = null);
