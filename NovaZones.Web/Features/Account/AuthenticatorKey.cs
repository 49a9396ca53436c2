using QRCoder;

namespace NovaZones.Web.Features.Account;

/// <summary>A key as people hand it to their app: typed, or as a picture that the app reads.</summary>
internal static class AuthenticatorKey
{
    private const int GroupLength = 4;

    /// <summary>The key in groups that can be read aloud.</summary>
    public static string ToText(string key) => string.Join(' ', key.ToLowerInvariant().Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>The address that apps understand (the key URI format of otpauth).</summary>
    /// <param name="zone">The zone's name.</param>
    /// <param name="person">The person's name.</param>
    /// <param name="key">The key in base 32.</param>
    public static string ToUri(string zone, string person, string key)
    {
        var issuer = Uri.EscapeDataString($"NovaZones {zone}");
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(person)}?secret={key}&issuer={issuer}&digits={Composition.AuthenticatorCodes.Digits}";
    }

    /// <summary>The address as a QR code: a picture that stands in the page itself, for the source of an image.</summary>
    /// <remarks>Drawn here. The key goes to nobody who makes pictures.</remarks>
    public static string ToPicture(string uri)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        var svg = code.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return $"data:image/svg+xml;base64,{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg))}";
    }
}
