using System.Globalization;

namespace NovaZones.Core.Claims;

/// <summary>Where a page of instances ended; pages go by reservation and position in it.</summary>
/// <param name="ReservationId">Reservation of the last instance.</param>
/// <param name="Index">Its position.</param>
public sealed record HeldCursor(string ReservationId, int Index)
{
    private const int MaxLength = 64;

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    public static HeldCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && text.Length <= MaxLength && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new HeldCursor(text[..colon], index)
            : null;
    }

    /// <summary>Where a page that ends with this instance ends.</summary>
    public static HeldCursor After(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return new HeldCursor(instance.ReservationId, instance.Index);
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ReservationId}:{Index}");
}

/// <summary>An instance that a parent's claim made.</summary>
/// <param name="Instance">The instance, without its parts.</param>
/// <param name="Caller">Who claimed it.</param>
/// <param name="ParentZoneId">Which parent zone it claimed for, if it said so.</param>
public sealed record HeldForParent(Instance Instance, string Caller, Guid? ParentZoneId);
