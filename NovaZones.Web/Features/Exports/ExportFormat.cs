namespace NovaZones.Web.Features.Exports;

/// <summary>How a download is written.</summary>
internal enum ExportFormat
{
    /// <summary>Comma-separated values with a head.</summary>
    Csv,

    /// <summary>An object with <c>items</c> and <c>truncated</c>.</summary>
    Json,

    /// <summary>An object a line; the last line says with <c>truncated</c> whether there are more.</summary>
    Ndjson,
}
