using System.ComponentModel.DataAnnotations;

namespace NovaZones.Core.Zones;

/// <summary>Who this zone is (section <c>Zone</c>).</summary>
public sealed class ZoneOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string SectionName = "Zone";

    /// <summary>The zone's name, one step of a zone path.</summary>
    /// <value>1 to 64 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>; default <c>zone1</c>.</value>
    [Required(ErrorMessage = "Zone:Name is missing.")]
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$", ErrorMessage = "Zone:Name must be 1 to 64 letters, digits, '.', '_' or '-'.")]
    public string Name { get; set; } = "zone1";

    /// <summary>Qualities of the zone as a whole, which its parents see.</summary>
    /// <value>Name to text; default none.</value>
    public Dictionary<string, string> Capabilities { get; } = [];

    /// <summary>Where others reach this zone, when that differs from where it listens.</summary>
    /// <value>An absolute http or https address; default none.</value>
    [RegularExpression("^https?://.+$", ErrorMessage = "Zone:PublicUrl must be an absolute http or https address.")]
    public string? PublicUrl { get; set; }

    /// <summary>Whether parents may see the names of this zone's hosts.</summary>
    /// <value>Default <c>false</c>.</value>
    public bool DiscloseHosts { get; set; }

    /// <summary>Whether the zone stops when the process that started it is gone.</summary>
    /// <value>Default <c>false</c>.</value>
    public bool ExitWithParent { get; set; }
}
