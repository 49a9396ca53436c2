using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Claims;

public sealed class EfReservationStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_PagesOverEqualTimes_GivesEachOnceNewestFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var reservations = Enumerable.Range(0, 23).Select(i => Stored.Reservation() with { CreatedAt = Stored.Noon.AddSeconds(i / 8) }).ToArray();
        await SaveAsync(database, reservations);

        var listed = new List<string>();
        var sizes = new List<int>();
        string? cursor = null;
        do
        {
            var page = await Store(database).ListAsync(new ReservationFilter(5, cursor), Token);
            listed.AddRange(page.Items.Select(r => r.Id));
            sizes.Add(page.Items.Count);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal([5, 5, 5, 5, 3], sizes);
        Assert.Equal(reservations.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal).Select(r => r.Id), listed);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_LastPageIsFull_HasNoCursor(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await SaveAsync(database, Stored.Reservation(), Stored.Reservation());

        var page = await Store(database).ListAsync(new ReservationFilter(2), Token);

        Assert.Equal((2, null), (page.Items.Count, page.NextCursor));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListAsync_StateAndText_KeepsWhatMatchesWithoutBodies(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var named = Stored.Reservation() with { Name = "Web_1%", AnswerJson = "{}", AnswerStatus = 201 };
        var tenant = Stored.Reservation() with { Tenant = "WEB_1% shop", CreatedAt = Stored.Noon.AddSeconds(-1) };
        var refused = Stored.Reservation(ReservationState.Refused) with { Name = "web_1%" };
        var wildcards = Stored.Reservation() with { Name = "webx1y" };
        await SaveAsync(database, named, tenant, refused, wildcards);
        var store = Store(database);

        var byText = await store.ListAsync(new ReservationFilter(10, State: ReservationState.Placed, Text: "web_1%"), Token);
        var byId = await store.ListAsync(new ReservationFilter(10, Text: refused.Id.ToUpperInvariant()), Token);

        Assert.Equal([named with { RequestJson = "", AnswerJson = null }, tenant with { RequestJson = "" }], byText.Items);
        Assert.Equal([refused.Id], byId.Items.Select(r => r.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("f_________________________________________")]
    [InlineData("AAAAAAAAAAByLWFhYWFhYWFhYWFhYTE")]
    [InlineData("AAAAAAAAAAByLUFBQUFBQUFBQUFBQQ")]
    public async Task ListAsync_BrokenCursor_IsAnArgumentExceptionThatNamesIt(string cursor)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Store(database).ListAsync(new ReservationFilter(5, cursor), Token));

        Assert.Equal("cursor", refusal.ParamName);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task FindByClaimIdAsync_AndIsPlanUsedAsync_AnswerForWhatWasClaimed(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var reservation = Stored.Reservation() with { ClaimId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7() };
        await SaveAsync(database, reservation, Stored.Reservation());
        var store = Store(database);

        Assert.Equal(reservation, await store.FindByClaimIdAsync(reservation.ClaimId.Value, Token));
        Assert.Null(await store.FindByClaimIdAsync(Guid.CreateVersion7(), Token));
        Assert.True(await store.IsPlanUsedAsync(reservation.PlanId.Value, Token));
        Assert.False(await store.IsPlanUsedAsync(Guid.CreateVersion7(), Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListInstances_OfReservationStateAndChild_AreThoseInOrder(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        var host = Stored.Host("h1");
        var id = ReservationId.Create();
        var childId = Guid.CreateVersion7();
        var second = Stored.InstanceOn(host, id, 2) with { Index = 1, CreatedAt = Stored.Noon.AddSeconds(1) };
        var first = Stored.InstanceOn(host, id, 3) with { CreatedAt = Stored.Noon.AddSeconds(2) };
        var releasing = Stored.InstanceOfChild(childId, id, InstanceState.Releasing) with { Index = 2, CreatedAt = Stored.Noon.AddSeconds(9) };
        var earlier = Stored.InstanceOfChild(childId, ReservationId.Create(), InstanceState.Releasing) with { CreatedAt = Stored.Noon.AddSeconds(8) };
        var claiming = Stored.InstanceOfChild(Guid.CreateVersion7(), ReservationId.Create(), InstanceState.Claiming);
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.Added(host).With(instances: [.. new[] { second, first, releasing, earlier, claiming }.Select(i => new InstanceChange(i, true))]), Token);

        Assert.Equal(Describe(first, second, releasing), Describe([.. await store.ListInstancesAsync(id, Token)]));
        Assert.Equal(Describe(earlier, releasing), Describe([.. await store.ListInstancesInStateAsync(InstanceState.Releasing, 5, Token)]));
        Assert.Equal(Describe(second, first), Describe([.. await store.ListInstancesInStateAsync(InstanceState.Placed, 5, Token)]));
        Assert.Equal(Describe(claiming), Describe([.. await store.ListInstancesInStateAsync(InstanceState.Claiming, 5, Token)]));
        Assert.Equal(2, await store.CountInstancesOfChildAsync(childId, Token));
        Assert.Equal(Describe(first), Describe([.. new[] { await store.FindInstanceAsync(first.Id, Token) }.OfType<Instance>()]));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListUnfinishedAsync_ClaimingOnesBeforeATime_OldestFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var later = Stored.Reservation(ReservationState.Claiming) with { CreatedAt = Stored.Noon.AddSeconds(-1) };
        var older = Stored.Reservation(ReservationState.Claiming) with { CreatedAt = Stored.Noon.AddSeconds(-2) };
        await SaveAsync(database, later, older, Stored.Reservation(ReservationState.Claiming), Stored.Reservation() with { CreatedAt = Stored.Noon.AddDays(-1) });

        Assert.Equal([older.Id, later.Id], await Store(database).ListUnfinishedAsync(Stored.Noon, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task ListEmptiedAsync_ReleasingOnesWithoutInstances_OldestFirst(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var later = Stored.Reservation(ReservationState.Releasing);
        var older = Stored.Reservation(ReservationState.Releasing) with { CreatedAt = Stored.Noon.AddDays(-1) };
        var waiting = Stored.Reservation(ReservationState.Releasing);
        await SaveAsync(database, later, older, waiting, Stored.Reservation(), Stored.Reservation(ReservationState.Claiming));
        var instance = Stored.InstanceOfChild(Guid.NewGuid(), waiting.Id, InstanceState.Releasing);
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(Stored.NoChanges.With(instances: [new InstanceChange(instance, true)]), Token);

        Assert.Equal([older.Id, later.Id], await Store(database).ListEmptiedAsync(5, Token));
        Assert.Equal([older.Id], await Store(database).ListEmptiedAsync(1, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task PruneAsync_OldAndDone_GoWithTheirExplanationsAndNothingElse(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database);
        var old = Stored.Noon.AddDays(-9);
        Reservation[] gone =
        [
            .. Enumerable.Range(0, 501).Select(_ => Stored.Reservation(ReservationState.Refused) with { CreatedAt = old }),
            Stored.Reservation(ReservationState.Released) with { CreatedAt = old, ReleasedAt = old.AddHours(1) },
            Stored.Reservation(ReservationState.Cancelled) with { CreatedAt = old },
            Stored.Reservation(ReservationState.Expired) with { CreatedAt = old },
        ];
        Reservation[] kept =
        [
            Stored.Reservation() with { CreatedAt = old },
            Stored.Reservation(ReservationState.Claiming) with { CreatedAt = old },
            Stored.Reservation(ReservationState.Releasing) with { CreatedAt = old },
            Stored.Reservation(ReservationState.Waiting) with { CreatedAt = old, PendingUntil = Stored.Noon },
            Stored.Reservation(ReservationState.Refused),
            Stored.Reservation(ReservationState.Released) with { CreatedAt = old, ReleasedAt = Stored.Noon },
        ];
        var all = gone.Concat(kept).ToArray();
        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.NoChanges.With(reservations: all, explanations: [.. all.Select(r => Stored.Explanation(r))]), Token);

        var deleted = await store.PruneAsync(Stored.Noon.AddDays(-1), Token);

        Assert.Equal(gone.Length, deleted);
        Assert.Equal(kept.Select(r => r.Id).Order(), (await store.ListAsync(new ReservationFilter(500), Token)).Items.Select(r => r.Id).Order());
        Assert.Null(await store.FindExplanationAsync(gone[0].Id, Token));
        Assert.NotNull(await store.FindExplanationAsync(kept[0].Id, Token));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task FindAsync_AfterStateChange_HasStateAndTimeAlone(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var reservation = Stored.Reservation();
        await SaveAsync(database, reservation);

        await database.Services.GetRequiredService<IClaimStore>().CommitAsync(
            Stored.NoChanges.With(reservationStates: [new ReservationStateChange(reservation.Id, ReservationState.Released, Stored.Noon.AddHours(1))]), Token);

        Assert.Equal(
            reservation with { State = ReservationState.Released, ReleasedAt = Stored.Noon.AddHours(1) },
            await Store(database).FindAsync(reservation.Id, Token));
    }

    private static string[] Describe(params Instance[] instances) => [.. instances.Select(Stored.Describe)];

    private static IReservationStore Store(TestDatabase database) => database.Services.GetRequiredService<IReservationStore>();

    private static Task SaveAsync(TestDatabase database, params Reservation[] reservations) =>
        database.Services.GetRequiredService<IClaimStore>().CommitAsync(Stored.NoChanges.With(reservations: reservations), Token);
}
