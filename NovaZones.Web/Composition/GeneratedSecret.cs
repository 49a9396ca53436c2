using System.Buffers.Text;
using System.Security.Cryptography;

namespace NovaZones.Web.Composition;

/// <summary>Secrets that the zone makes and shows once.</summary>
internal static class GeneratedSecret
{
    /// <summary>A random text that needs no escaping anywhere.</summary>
    /// <param name="bytes">Random bytes in it; 15 give 20 characters.</param>
    public static string New(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
