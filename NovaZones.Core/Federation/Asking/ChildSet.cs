using System.Numerics;

namespace NovaZones.Core.Federation.Asking;

/// <summary>A set of children by their position in a <see cref="ChildScreen"/>, one bit each.</summary>
internal sealed class ChildSet(int children)
{
    private readonly ulong[] _words = new ulong[(children + 63) / 64];

    public int Count => _words.Sum(BitOperations.PopCount);

    public bool IsEmpty => _words.AsSpan().IndexOfAnyExcept(0UL) < 0;

    public static ChildSet All(int children)
    {
        var all = new ChildSet(children);
        all._words.AsSpan().Fill(ulong.MaxValue);
        if (children % 64 != 0)
        {
            all._words[^1] = (1UL << (children % 64)) - 1;
        }

        return all;
    }

    public void Add(int child) => _words[child / 64] |= 1UL << (child % 64);

    public void Remove(int child) => _words[child / 64] &= ~(1UL << (child % 64));

    public bool Contains(int child) => (_words[child / 64] & (1UL << (child % 64))) != 0;

    /// <summary>Takes all that is in the other set, which is empty then.</summary>
    public void MoveFrom(ChildSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
            other._words[i] = 0;
        }
    }

    /// <summary>Takes from this set what is in the other (or what is not in it) and returns what was taken; null when nothing was.</summary>
    public ChildSet? Take(ChildSet other, bool absent = false)
    {
        ChildSet? taken = null;
        for (var i = 0; i < _words.Length; i++)
        {
            var hit = _words[i] & (absent ? ~other._words[i] : other._words[i]);
            if (hit != 0)
            {
                taken ??= new ChildSet(children);
                taken._words[i] = hit;
                _words[i] &= ~hit;
            }
        }

        return taken;
    }

    /// <summary>The positions, ascending.</summary>
    public IEnumerable<int> Each()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var word = _words[i]; word != 0; word &= word - 1)
            {
                yield return (i * 64) + BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
