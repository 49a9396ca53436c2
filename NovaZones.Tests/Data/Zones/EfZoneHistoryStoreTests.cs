using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Zones;

/// <summary>Points of the zone are kept as they were written, and requests are counted where they are stored.</summary>
public sealed class EfZoneHistoryStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ReadAsync_PointsWrittenAndPruned_GivesThoseOfTheTimeOldestFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IZoneHistoryStore>();
        Assert.Null(await store.FindNewestAsync(Token));
        var points = Enumerable.Range(0, 4).Select(i => Point(minutes: 5 * i, placed: i)).ToList();
        foreach (var point in points.OrderByDescending(point => point.Requests.Placed))
        {
            await store.AppendAsync(point, Token);
        }

        var read = await store.ReadAsync(points[1].At, Token);
        await store.PruneAsync(points[2].At, Token);
        var kept = await store.ReadAsync(Stored.Noon.AddDays(-1), Token);

        Assert.Equal(points[1..].Select(Describe), read.Select(Describe));
        Assert.Equal(points[2..].Select(Describe), kept.Select(Describe));
        Assert.Equal(points[3].At, await store.FindNewestAsync(Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task CountRequestsAsync_RequestsOfEveryEnd_CountsThoseOfTheTimeByTheirEnd(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (from, to) = (Stored.Noon, Stored.Noon.AddMinutes(5));
        Reservation[] asked =
        [
            Stored.Reservation() with { CreatedAt = from }, // of the span before
            Stored.Reservation() with { CreatedAt = from.AddTicks(10) },
            Stored.Reservation(ReservationState.Partial) with { CreatedAt = from.AddMinutes(1), Requested = 3, Placed = 2 },
            Stored.Reservation(ReservationState.Released) with { CreatedAt = from.AddMinutes(2), Placed = 1, ReleasedAt = from.AddMinutes(3) },
            Stored.Reservation(ReservationState.Refused) with { CreatedAt = to },
            Stored.Reservation(ReservationState.Waiting) with { CreatedAt = to, PendingUntil = to.AddHours(1) },
            Stored.Reservation(ReservationState.Refused) with { CreatedAt = to.AddTicks(10) }, // of the span after
        ];
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(Stored.NoChanges.With(reservations: asked), Token);

        var counts = await database.Services.GetRequiredService<IZoneHistoryStore>().CountRequestsAsync(from, to, Token);

        Assert.Equal(new RequestCounts(3, 1), counts);
    }

    private static ZonePoint Point(int minutes, int placed) => new(
        Stored.Noon.AddMinutes(minutes), TimeSpan.FromMinutes(5), new RequestCounts(placed, placed * 2), new HostCounts(7, 1, placed),
        [new ClassFigures("MEMORY_MB", 1L << 40, 12), new ClassFigures("VCPU", 64, placed)]);

    private static string Describe(ZonePoint point) => $"{point.At:O} {point.Span} {point.Requests} {point.Hosts} {string.Join(' ', point.Classes)}";
}
