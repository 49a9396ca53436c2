using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NovaZones.Data.Conversions;

/// <summary>Keeps a moment as UTC date and time, truncated to the microsecond, for a <c>datetime2(6)</c> column.</summary>
/// <remarks>Truncated here because the server would round, and a moment must read the same from both providers.</remarks>
internal sealed class UtcDateTimeConverter() : ValueConverter<DateTimeOffset, DateTime>(
    moment => new DateTime(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc),
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
