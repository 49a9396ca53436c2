using System.Globalization;
using NovaZones.Core;

namespace NovaZones.Web.Features;

/// <summary>Reads <c>limit</c> and switches of a list's address, naming what is wrong.</summary>
internal static class ListParameters
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    /// <summary>The limit asked for, or the default; adds a fault when it is no whole number within 1 to <see cref="MaxLimit"/>.</summary>
    public static int ReadLimit(string? text, List<Fault> faults)
    {
        if (text is null)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        faults.Add(new Fault("limit", $"must be a whole number from 1 to {MaxLimit}"));
        return DefaultLimit;
    }
}
