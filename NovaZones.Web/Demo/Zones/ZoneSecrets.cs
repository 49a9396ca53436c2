using System.Buffers.Text;
using System.Security.Cryptography;

namespace NovaZones.Web.Demo.Zones;

/// <summary>Makes the credentials of zones that live only as long as this program.</summary>
/// <remarks>Always from the system's cryptographic source, never from a seed: a repeatable demo must not have repeatable keys.</remarks>
internal static class ZoneSecrets
{
    private static readonly string[] Words =
    [
        "Amber", "Badger", "Birch", "Canyon", "Cedar", "Cobalt", "Comet", "Coral", "Delta", "Ember", "Falcon", "Fjord", "Garnet", "Glacier",
        "Harbor", "Heron", "Indigo", "Ivory", "Jasper", "Juniper", "Kestrel", "Lagoon", "Lantern", "Linden", "Lotus", "Maple", "Meadow",
        "Nectar", "Nimbus", "Ocean", "Orchid", "Otter", "Pebble", "Pepper", "Plover", "Quartz", "Raven", "River", "Saffron", "Sierra",
        "Spruce", "Summit", "Thistle", "Timber", "Tulip", "Tundra", "Umber", "Valley", "Velvet", "Walnut", "Willow", "Zephyr",
    ];

    /// <summary>An API token of 256 random bits, URL-safe.</summary>
    internal static string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A password that a person can type: four words and four digits, about 36 bits, enough behind a sign-in that locks out.</summary>
    internal static string Password()
    {
        var words = Enumerable.Range(0, 4).Select(_ => Words[RandomNumberGenerator.GetInt32(Words.Length)]);
        return $"{string.Join('-', words)}-{RandomNumberGenerator.GetInt32(1000, 10_000)}";
    }
}
