using NovaZones.Core.Fleet.Columns;

namespace NovaZones.Core.Placement.Columns;

/// <summary>What one question found of the values of a table, for the next block with the same table.</summary>
/// <typeparam name="T">The finding.</typeparam>
/// <remarks>Bounded: the newest answers are kept. One decision's; not thread-safe.</remarks>
internal sealed class ValueMemo<T>
    where T : class
{
    private const int Most = 16;

    private readonly List<(object Question, ValueTable Values, T Finding)> _known = [];
    private int _oldest;

    /// <summary>The finding known of a table, or null.</summary>
    public T? Find(object question, ValueTable values)
    {
        foreach (var (asked, table, finding) in _known)
        {
            if (ReferenceEquals(asked, question) && ReferenceEquals(table, values))
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>Remembers a finding in place of the oldest.</summary>
    public T Add(object question, ValueTable values, T finding)
    {
        if (_known.Count < Most)
        {
            _known.Add((question, values, finding));
        }
        else
        {
            _known[_oldest] = (question, values, finding);
            _oldest = (_oldest + 1) % Most;
        }

        return finding;
    }
}
