namespace NovaZones.Web.Components.Shared;

/// <summary>A choice of a <see cref="SelectField"/>.</summary>
/// <param name="Value">What is told.</param>
/// <param name="Text">What is shown.</param>
public sealed record SelectOption(string Value, string Text);
