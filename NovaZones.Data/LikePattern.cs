namespace NovaZones.Data;

/// <summary>Patterns of <c>LIKE</c> for text as somebody typed it.</summary>
internal static class LikePattern
{
    /// <summary>What takes the meaning of a character away.</summary>
    public const string Escape = "\\";

    /// <summary>A pattern for everything that holds a text.</summary>
    public static string Holding(string text) => "%" + text
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal)
        .Replace("_", Escape + "_", StringComparison.Ordinal)
        .Replace("[", Escape + "[", StringComparison.Ordinal) + "%";
}
