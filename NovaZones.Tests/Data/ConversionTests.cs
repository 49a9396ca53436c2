using NovaZones.Data.Conversions;
using Xunit;

namespace NovaZones.Tests.Data;

public sealed class ConversionTests
{
    // 12:00:00.1234567 in Paris: 10:00:00.1234567 UTC, of which microseconds are kept.
    private static readonly DateTimeOffset _moment = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567);
    private static readonly DateTimeOffset _kept = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_560);

    [Fact]
    public void UtcMicroseconds_ThereAndBack_IsTheMomentInUtcToTheMicrosecond()
    {
        var converter = new UtcMicrosecondsConverter();

        Assert.Equal(_kept, converter.ConvertFromProvider(converter.ConvertToProvider(_moment)));
        Assert.Equal(1_000_000L, converter.ConvertToProvider(DateTimeOffset.UnixEpoch.AddSeconds(1)));
    }

    [Fact]
    public void UtcDateTime_ThereAndBack_IsTheMomentInUtcToTheMicrosecond()
    {
        var converter = new UtcDateTimeConverter();
        var stored = (DateTime)converter.ConvertToProvider(_moment)!;

        // A server gives times back without a kind.
        Assert.Equal(_kept, converter.ConvertFromProvider(DateTime.SpecifyKind(stored, DateTimeKind.Unspecified)));
    }

    [Fact]
    public void BigEndianGuid_Version7_KeepsTheOrderOfTime()
    {
        var converter = new BigEndianGuidConverter();
        var ids = Enumerable.Range(0, 300).Select(n => Guid.CreateVersion7(_moment.AddMilliseconds(n * 1_000_003L))).ToList();

        var stored = ids.Select(id => Convert.ToHexString((byte[])converter.ConvertToProvider(id)!)).ToList();

        Assert.Equal(stored.Order(StringComparer.Ordinal), stored);
        Assert.Equal(ids[7], converter.ConvertFromProvider(Convert.FromHexString(stored[7])));
        Assert.Equal(ids[7].ToString("N").ToUpperInvariant(), stored[7]);
    }
}
