using System.Diagnostics.CodeAnalysis;

namespace NovaZones.Core.Claims;

/// <summary>A map that can be taken back to how it was, without an object for every change. Not thread-safe.</summary>
internal sealed class UndoableMap<TKey, TValue>(IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _map = new(comparer);
    private readonly List<(TKey Key, TValue? Old, bool Existed)> _changes = [];

    /// <summary>What stands in it now.</summary>
    public IReadOnlyDictionary<TKey, TValue> Items => _map;

    /// <summary>How far it has come; <see cref="Rollback"/> leads back here.</summary>
    public int Mark => _changes.Count;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _map.TryGetValue(key, out value);

    public void Set(TKey key, TValue value)
    {
        Note(key);
        _map[key] = value;
    }

    public void Remove(TKey key)
    {
        Note(key);
        _map.Remove(key);
    }

    public void Rollback(int mark)
    {
        for (var i = _changes.Count - 1; i >= mark; i--)
        {
            var (key, old, existed) = _changes[i];
            if (existed)
            {
                _map[key] = old!;
            }
            else
            {
                _map.Remove(key);
            }
        }

        _changes.RemoveRange(mark, _changes.Count - mark);
    }

    private void Note(TKey key)
    {
        var existed = _map.TryGetValue(key, out var old);
        _changes.Add((key, old, existed));
    }
}
