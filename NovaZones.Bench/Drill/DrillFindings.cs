using System.Globalization;
using System.Text.Json.Serialization;

namespace NovaZones.Bench.Drill;

/// <summary>Where the books of all zones and the callers differ.</summary>
internal sealed class DrillFindings
{
    /// <summary>Instances that a zone holds for its parent and the parent does not know.</summary>
    public int Ghosts { get; set; }

    /// <summary>Instances that a parent believes placed and the child does not hold.</summary>
    public int Lost { get; set; }

    /// <summary>Instances that the root holds for nobody: their placement was refused, given back or never answered.</summary>
    public int Orphans { get; set; }

    /// <summary>Instances that a caller was answered and that the root does not have.</summary>
    public int Missing { get; set; }

    /// <summary>Inventories above their capacity, and allocations without an instance.</summary>
    public long Overbooked { get; set; }

    /// <summary>Instances and reservations that are still being claimed or given back.</summary>
    public long Unsettled { get; set; }

    /// <summary>Instances that the root believes in.</summary>
    public int Believed { get; set; }

    /// <summary>Instances on hosts of all zones.</summary>
    public int OnHosts { get; set; }

    /// <summary>A sentence about each of the unsettled ones.</summary>
    public List<string> Open { get; } = [];

    [JsonIgnore]
    public bool IsClean => Ghosts + Lost + Orphans + Missing + Overbooked + Unsettled == 0 && Believed == OnHosts;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Ghosts} ghosts {Lost} lost {Orphans} orphans {Missing} missing {Overbooked} overbooked {Unsettled} unsettled, {Believed} believed {OnHosts} on hosts");
}

/// <summary>One round of the drill.</summary>
internal sealed record DrillRound(int Number, IReadOnlyList<string> Disturbances, string Load, double SettledSeconds, DrillFindings Findings);
