using System.Runtime.Intrinsics;

namespace NovaZones.Core.Placement;

/// <summary>Hashes that are the same in every process, on every machine and in every version (unlike <see cref="object.GetHashCode"/>).</summary>
/// <remarks>FNV-1a over UTF-16 code units, finished with the mixer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) so that close names scatter.</remarks>
internal static class StableHash
{
    /// <summary>64 well mixed bits of a name.</summary>
    public static ulong OfName(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>64 well mixed bits of a seed and a name's hash.</summary>
    public static ulong Of(ulong seed, ulong nameHash) => Mix(Mix(seed) ^ nameHash);

    /// <summary>64 well mixed bits of a seed and a name.</summary>
    public static ulong Of(ulong seed, string name) => Of(seed, OfName(name));

    /// <summary>The mixer, eight at once.</summary>
    public static Vector512<ulong> Mix(Vector512<ulong> value)
    {
        value += Vector512.Create(0x9E3779B97F4A7C15UL);
        value = (value ^ (value >> 30)) * Vector512.Create(0xBF58476D1CE4E5B9UL);
        value = (value ^ (value >> 27)) * Vector512.Create(0x94D049BB133111EBUL);
        return value ^ (value >> 31);
    }

    /// <summary>The mixer alone.</summary>
    public static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
