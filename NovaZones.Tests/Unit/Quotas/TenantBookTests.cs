using System.Collections.Immutable;
using NovaZones.Core.Quotas;
using NovaZones.Tests.Support.Builders;
using Xunit;

namespace NovaZones.Tests.Unit.Quotas;

public sealed class TenantBookTests
{
    private static readonly DateTimeOffset _noon = Stored.Noon;

    [Theory]
    [InlineData(10, 3, 2)] // (10 - 4) / 3
    [InlineData(7, 3, 1)]
    [InlineData(6, 3, 0)]
    [InlineData(2, 3, 0)] // placed before the limit was lowered: nothing, not less than nothing
    public void RoomFor_Limit_CountsWholeInstancesInWhatIsLeft(long limit, long each, long expected)
    {
        var book = TenantBook.Empty.With(new Quota { Tenant = "t", Limits = Map(("VCPU", limit)) }).Charge(Charge("t", 4), 1);

        var room = book.RoomFor(Charge("t", each), _noon);

        Assert.Equal(expected, room.Count);
        Assert.Equal(new QuotaShortage("t", "VCPU", "quota", limit, 4, 0, each * 5), room.For(5));
    }

    [Fact]
    public void RoomFor_SeveralLimits_NamesTheNarrowest()
    {
        var quota = new Quota { Tenant = "t", Limits = Map(("VCPU", 100), (Quota.Instances, 2)) };

        var room = TenantBook.Empty.With(quota).RoomFor(Charge("t", 1), _noon);

        Assert.Equal((2, Quota.Instances), (room.Count, room.Limit!.Class));
    }

    [Theory]
    [InlineData("named", 5)]
    [InlineData("other", 3)]
    [InlineData("", 3)]
    [InlineData("*", 3)] // a tenant that is called like the default has the default
    public void RoomFor_Default_HoldsForEachTenantWithoutOneOfItsOwn(string tenant, long expected)
    {
        var book = TenantBook.Empty
            .With(new Quota { Tenant = "named", Limits = Map(("VCPU", 5)) })
            .With(new Quota { Tenant = Quota.DefaultTenant, Limits = Map(("VCPU", 3)) })
            .Charge(Charge("somebody", 3), 1);

        Assert.Equal(expected, book.RoomFor(Charge(tenant, 1), _noon).Count);
        Assert.Equal(long.MaxValue, book.WithoutQuota("*").RoomFor(Charge("other", 1), _noon).Count);
    }

    [Fact]
    public void Charge_AndItsReverse_LeaveNothing()
    {
        var book = TenantBook.Empty.Charge(Charge("t", 4), 1).Charge(Charge("t", 4) with { IsFromParent = true }, 1);
        Assert.Equal((8, 2), (book.UseOf("t").Used("VCPU"), book.UseOf("t").Used(Quota.Instances)));

        book = book.Charge(Charge("t", 4), -1).Charge(Charge("t", 4) with { IsFromParent = true }, -1);

        Assert.Empty(book.Tenants);
    }

    [Fact]
    public void RoomFor_Governed_IsTheLeaseForWhatEntersHereAndTheOwnLimitForAll()
    {
        var lease = new LeaseIn(Guid.NewGuid(), "t", 1, Map(("VCPU", 4)), _noon.AddMinutes(1));
        var book = TenantBook.Empty
            .With(new Quota { Tenant = "t", GovernedByParent = true, Limits = Map(("VCPU", 10)) })
            .With(lease)
            .Charge(Charge("t", 1), 1)
            .Charge(Charge("t", 5) with { IsFromParent = true }, 1);
        var fromParent = Charge("t", 1) with { IsFromParent = true };

        Assert.Equal((3, "lease"), Of(book.RoomFor(Charge("t", 1), _noon)));
        Assert.Equal((4, "quota"), Of(book.RoomFor(fromParent, _noon)));
        Assert.Equal((0, "no-lease"), Of(book.RoomFor(Charge("t", 1), lease.EndsAt)));
        Assert.Equal((4, "quota"), Of(book.RoomFor(fromParent, lease.EndsAt)));
    }

    [Fact]
    public void Recounted_FromStored_KeepsQuotasAndLeases()
    {
        var lease = new LeaseOut(Guid.NewGuid(), "t", 7) { Held = Map(("VCPU", 2)) };
        var book = TenantBook.Empty.With(new Quota { Tenant = "t", Limits = Map(("VCPU", 10)) }).With(lease).Charge(Charge("t", 9), 1);

        var again = book.Recounted([Charge("t", 3), Charge("u", 1)]);

        Assert.Equal((3, 2, 5), (again.UseOf("t").Used("VCPU"), again.UseOf("t").Leased("VCPU"), again.RoomFor(Charge("t", 1), _noon).Count));
        Assert.Equal(1, again.UseOf("u").Used(Quota.Instances));
    }

    [Fact]
    public void ChargeOfStoredRequest_EqualsChargeOfTheRequest()
    {
        var request = Planning.Request("""{"resources":{"VCPU":2,"MEMORY_MB":1024},"groups":[{"resources":{"GPU_MILLI":500}},{"resources":{"GPU_MILLI":250,"VCPU":1}}],"count":3,"tenant":"t"}""");

        var asked = InstanceCharge.Of(request, isFromParent: false);
        var stored = InstanceCharge.Of("t", isFromParent: false, request.Json);

        Assert.Equal([KeyValuePair.Create("GPU_MILLI", 750L), KeyValuePair.Create("MEMORY_MB", 1024L), KeyValuePair.Create("VCPU", 3L), KeyValuePair.Create("instances", 1L)], asked.Amounts);
        Assert.Equal(asked.Amounts, stored.Amounts);
    }

    private static (long Count, string By) Of(QuotaRoom room) => (room.Count, room.Limit!.LimitedBy);

    private static InstanceCharge Charge(string tenant, long vcpu) => new(tenant, IsFromParent: false, Map(("VCPU", vcpu), (Quota.Instances, 1)));

    private static ImmutableSortedDictionary<string, long> Map(params (string Class, long Amount)[] amounts) =>
        amounts.ToImmutableSortedDictionary(a => a.Class, a => a.Amount, StringComparer.Ordinal);
}
