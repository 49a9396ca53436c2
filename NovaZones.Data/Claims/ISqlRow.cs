namespace NovaZones.Data.Claims;

/// <summary>One row of a result, its columns by position.</summary>
internal interface ISqlRow
{
    bool IsNull(int column);

    Guid Guid(int column);

    string Text(int column);

    long Number(int column);

    double Real(int column);

    DateTimeOffset Moment(int column);
}
