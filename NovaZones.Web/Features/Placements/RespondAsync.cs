using Microsoft.Extensions.Primitives;

namespace NovaZones.Web.Features.Placements;

/// <summary>The preference <c>respond-async</c> of RFC 7240.</summary>
internal static class RespondAsync
{
    /// <summary>Name of the preference.</summary>
    public const string Preference = "respond-async";

    /// <summary>Whether a request states the preference, alone or among others, in one header line or in several.</summary>
    public static bool IsPreferred(StringValues prefer)
    {
        foreach (var line in prefer)
        {
            foreach (var preference in (line ?? "").Split(','))
            {
                var name = preference.AsSpan();
                if (name.IndexOf(';') is var end and >= 0)
                {
                    name = name[..end];
                }

                if (name.Trim().Equals(Preference, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
