namespace NovaZones.Data.Claims;

/// <summary>Rows of one table that are inserted several at a time. Not thread-safe.</summary>
/// <param name="session">Where they are inserted.</param>
/// <param name="one">Inserts one row.</param>
/// <param name="many">Inserts <see cref="ClaimStatements.ManyRows"/> rows.</param>
/// <param name="cancellationToken">Gives up between statements.</param>
internal sealed class RowGroup(ClaimSession session, SqlStatement one, SqlStatement many, CancellationToken cancellationToken)
{
    private readonly int _columns = one.Parameters.Count;
    private SqlValue[]? _values;
    private int _rows;

    /// <summary>Adds a row; it may be inserted later, in this order.</summary>
    public Task AddAsync(params ReadOnlySpan<SqlValue> row)
    {
        _values ??= new SqlValue[ClaimStatements.ManyRows * _columns];
        row.CopyTo(_values.AsSpan(_rows++ * _columns));
        if (_rows < ClaimStatements.ManyRows)
        {
            return Task.CompletedTask;
        }

        _rows = 0;
        return session.ExecuteAsync(many, cancellationToken, _values);
    }

    /// <summary>Inserts what is left.</summary>
    public async Task EndAsync()
    {
        for (var i = 0; i < _rows; i++)
        {
            await session.ExecuteAsync(one, cancellationToken, _values.AsSpan(i * _columns, _columns)).ConfigureAwait(false);
        }

        _rows = 0;
    }
}
