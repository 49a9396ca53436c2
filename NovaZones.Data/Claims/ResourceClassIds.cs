namespace NovaZones.Data.Claims;

/// <summary>The numbers of resource classes, as far as they were needed. Not thread-safe.</summary>
internal sealed class ResourceClassIds
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>The class's number; a class that is not known gets one in the session's transaction.</summary>
    public async ValueTask<int> GetAsync(ClaimSession session, string name, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue(name, out var id))
        {
            return id;
        }

        // Asked before inserted: another replica, or an earlier run, may have given it a number.
        if (await session.ScalarAsync(ClaimStatements.FindResourceClass, cancellationToken, name).ConfigureAwait(false) is { } known)
        {
            id = (int)known;
        }
        else
        {
            id = (int)(await session.ScalarAsync(ClaimStatements.LargestResourceClass, cancellationToken).ConfigureAwait(false) ?? 0) + 1;
            await session.ExecuteAsync(ClaimStatements.InsertResourceClass, cancellationToken, id, name).ConfigureAwait(false);
        }

        _ids.Add(name, id);
        return id;
    }

    /// <summary>Forgets all: what was inserted in a transaction that failed does not exist.</summary>
    public void Clear() => _ids.Clear();
}
