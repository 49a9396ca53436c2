using System.Collections.Concurrent;
using NovaZones.Core.Query;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation.Asking;

/// <summary>What the children tell of capabilities, and which of them cannot meet what requests want of it. Thread-safe.</summary>
/// <remarks>What is wanted is judged once for all children and remembered: requests ask for the same again and again.</remarks>
/// <param name="children">Number of children.</param>
internal sealed class CapabilityColumns(int children)
{
    private const int MostRemembered = 1024;

    private readonly Dictionary<string, List<(int Child, CapabilitySummary Told)>> _told = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Wanted), ChildSet> _judged = new();

    /// <summary>Notes what a child tells; only while the screen is made.</summary>
    public void Note(int child, ZoneSummary summary)
    {
        foreach (var (name, told) in summary.Capabilities)
        {
            if (!_told.TryGetValue(name, out var column))
            {
                _told[name] = column = [];
            }

            column.Add((child, told));
        }
    }

    /// <summary>Children of which no host says what is wanted. The set is shared: not to be changed.</summary>
    public ChildSet Unmet(string name, CapabilityExpression wanted)
    {
        var key = (name, wanted.Text);
        if (_judged.TryGetValue(key, out var known))
        {
            return known;
        }

        var unmet = new ChildSet(children);
        foreach (var (child, told) in _told.GetValueOrDefault(name) ?? [])
        {
            if (!SummaryScreen.MayMeet(wanted, told))
            {
                unmet.Add(child);
            }
        }

        if (_judged.Count < MostRemembered)
        {
            _judged[key] = unmet;
        }

        return unmet;
    }
}
