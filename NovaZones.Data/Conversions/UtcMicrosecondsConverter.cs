using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NovaZones.Data.Conversions;

/// <summary>Keeps a moment as whole microseconds since 1970-01-01 UTC, which SQLite can order and compare.</summary>
/// <remarks>The offset is not kept: what comes back is the same moment in UTC, truncated to the microsecond.</remarks>
internal sealed class UtcMicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    moment => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    microseconds => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + microseconds * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero));
