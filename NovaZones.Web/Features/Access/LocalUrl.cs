namespace NovaZones.Web.Features.Access;

/// <summary>Addresses that a link may send a person on to after sign-in.</summary>
internal static class LocalUrl
{
    /// <summary>The address when it stays on this zone, else the home page: a link must not lead to someone else's site.</summary>
    /// <remarks>Browsers read <c>//host</c> and <c>/\host</c> as another site, and drop tabs and line breaks before they look.</remarks>
    public static string OrHome(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
