namespace NovaZones.Web.Features.Exports;

/// <summary>A column of a download.</summary>
/// <param name="Name">Head in CSV, member in JSON.</param>
/// <param name="Value">A text, a number, a moment, or null.</param>
internal sealed record ExportColumn<T>(string Name, Func<T, object?> Value);
