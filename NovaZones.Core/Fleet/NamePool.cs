using System.Collections.Concurrent;

namespace NovaZones.Core.Fleet;

/// <summary>Shares equal names between hosts, so that a fleet holds each class, trait and capability name once.</summary>
/// <remarks>Thread-safe. Bounded: past <see cref="Limit"/> names it hands back what it got, because reporters choose the names.</remarks>
internal static class NamePool
{
    private const int Limit = 65_536;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    public static string Share(string name) =>
        Names.TryGetValue(name, out var shared) ? shared : Names.Count < Limit ? Names.GetOrAdd(name, name) : name;
}
