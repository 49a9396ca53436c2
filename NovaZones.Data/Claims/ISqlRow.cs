namespace NovaZones.Data.Claims;

/// <summary>One row of a result, its columns by position.</summary>
internal interface ISqlRow
{
    bool IsNull(int column);

    Guid Guid(int column);

    string Text(int column);

    /// <summary>The text; <paramref name="known"/> itself where it is equal to that.</summary>
    string Text(int column, string? known) => Text(column) is var text && text == known ? known : text;

    long Number(int column);

    double Real(int column);

    DateTimeOffset Moment(int column);
}
