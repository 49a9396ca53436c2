using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Quotas;
using NovaZones.Data;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using Xunit;

namespace NovaZones.Tests.Data.Quotas;

public sealed class EfQuotaStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Quotas_SavedReplacedAndRemoved_ComeBackWhole(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IQuotaStore>();
        await store.SaveAsync(new Quota { Tenant = "a", Limits = Map(("VCPU", 1)), ChangedAt = Stored.Noon }, Token);
        await store.SaveAsync(new Quota { Tenant = "A", Limits = Map(("VCPU", 2)), ChangedAt = Stored.Noon }, Token);
        await store.SaveAsync(new Quota { Tenant = "gone", ChangedAt = Stored.Noon }, Token);

        await store.SaveAsync(new Quota { Tenant = "a", Limits = Map(("MEMORY_MB", 1L << 40), ("instances", 0)), GovernedByParent = true, LeasePercent = 7, ChangedAt = Stored.Noon.AddHours(1) }, Token);
        await store.RemoveAsync("gone", Token);
        await store.RemoveAsync("never", Token);

        var all = (await store.ListAsync(Token)).ToDictionary(q => q.Tenant);
        Assert.Equal(["A", "a"], all.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Map(("MEMORY_MB", 1L << 40), ("instances", 0)), all["a"].Limits);
        Assert.Equal((true, 7, Stored.Noon.AddHours(1)), (all["a"].GovernedByParent, all["a"].LeasePercent, all["a"].ChangedAt));
        Assert.Equal(2, all["A"].Limits["VCPU"]);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Leases_BothWays_ComeBackAsLastSaved(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IQuotaStore>();
        var (child, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var first = new LeaseOut(child, "", 1) { Held = Map(("VCPU", 5)), EndsAt = Stored.Noon };
        var second = first with { Sequence = 2, Offered = Map(("VCPU", 3)), Reported = Map(("VCPU", 1)), ConfirmedAt = Stored.Noon.AddSeconds(1) };
        await GrantAsync(database, first, first with { Tenant = "t" }, first with { ChildZoneId = other });
        await store.SaveReceivedAsync([new LeaseIn(child, "t", 4, Map(("VCPU", 9)), Stored.Noon), new LeaseIn(other, "t", 1, Map(), Stored.Noon)], Token);

        await GrantAsync(database, second);
        await store.RemoveGrantedAsync(other, Token);
        await store.SaveReceivedAsync([new LeaseIn(child, "t", 5, Map(("VCPU", 8)), Stored.Noon.AddMinutes(5))], Token);

        var granted = (await store.ListGrantedAsync(Token)).OrderBy(l => l.Tenant, StringComparer.Ordinal).ToList();
        Assert.Equal(["", "t"], granted.Select(l => l.Tenant));
        Assert.Equal((2, 5, 3, 1), (granted[0].Sequence, granted[0].Held["VCPU"], granted[0].Offered["VCPU"], granted[0].Reported["VCPU"]));
        Assert.Equal((Stored.Noon, Stored.Noon.AddSeconds(1)), (granted[0].EndsAt, granted[0].ConfirmedAt));
        var received = (await store.ListReceivedAsync(Token)).ToDictionary(l => l.ParentZoneId);
        Assert.Equal((5, 8, Stored.Noon.AddMinutes(5)), (received[child].Sequence, received[child].Allowed["VCPU"], received[child].EndsAt));
        Assert.Empty(received[other].Allowed);
    }

    private static Task GrantAsync(TestDatabase database, params LeaseOut[] leases) => database.Services.GetRequiredService<IClaimStore>().CommitAsync(
        new FleetChanges { Hosts = [], RemovedHosts = [], Instances = [], RemovedInstances = [], Reservations = [], ReservationStates = [], Explanations = [], Granted = leases }, Token);

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task LoadAsync_StoredInstances_AreChargedByAllocationsHereAndByTheRequestBelow(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = database.Services.GetRequiredService<IClaimStore>();
        var host = Stored.Host("h1");
        var own = Stored.Reservation() with { Tenant = "t" };
        var ofParent = Stored.Reservation() with { Tenant = "t", ParentReservationId = "r-aaaaaaaaaaaa", ClaimId = null };
        var below = Stored.Reservation() with { RequestJson = """{"groups":[{"resources":{"GPU_MILLI":500}}],"resources":{"VCPU":3}}""" };
        var (here, through, away) = (Stored.InstanceOn(host, own.Id, 2), Stored.InstanceOn(host, ofParent.Id), Stored.InstanceOfChild(Guid.CreateVersion7(), below.Id, InstanceState.Releasing));
        await store.CommitAsync(Stored.Added(host), Token);
        var (placed, after) = Stored.Placed(host, here);
        await store.CommitAsync(placed.With(reservations: [own, ofParent, below]), Token);
        await store.CommitAsync(Stored.Placed(after, through).Changes.With(), Token);
        await store.CommitAsync(Stored.NoChanges.With(instances: [new InstanceChange(away, true)]), Token);

        var charges = (await store.LoadAsync(Token)).Charges;

        Assert.Equal(3, charges.Count);
        AssertCharge(charges[here.Id], "t", false, ("VCPU", 2), ("instances", 1));
        AssertCharge(charges[through.Id], "t", true, ("VCPU", 1), ("instances", 1));
        AssertCharge(charges[away.Id], "", false, ("GPU_MILLI", 500), ("VCPU", 3), ("instances", 1));
    }

    private static void AssertCharge(InstanceCharge charge, string tenant, bool isFromParent, params (string Class, long Amount)[] amounts)
    {
        Assert.Equal((tenant, isFromParent), (charge.Tenant, charge.IsFromParent));
        Assert.Equal(Map(amounts), charge.Amounts);
    }

    private static ImmutableSortedDictionary<string, long> Map(params (string Class, long Amount)[] amounts) =>
        amounts.ToImmutableSortedDictionary(a => a.Class, a => a.Amount, StringComparer.Ordinal);
}
