using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Federation;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Tests.Support.Builders;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.ChildZones.Parts;
using Xunit;

namespace NovaZones.Tests.Components.ChildZones;

/// <summary>What another measure of a child would have done: nothing to compare, no such child, and a store that cannot be read.</summary>
public sealed class MeasureTableTests : PageOfRealZone
{
    [Fact]
    public async Task Requests_OfWhichOneZoneAloneHadAPlace_CompareNothing()
    {
        await SendAsync(HttpMethod.Put, "/api/v1/hosts/h1", """{"inventories":{"VCPU":8}}""");
        await SendAsync(HttpMethod.Post, "/api/v1/placements", """{"resources":{"VCPU":1}}""");

        var table = Open(Known(), 2);

        table.WaitForAssertion(() => Assert.StartsWith("None of the last 100 requests could have gone", table.Find("[data-testid=measure-none]").TextContent, StringComparison.Ordinal));
        Assert.Empty(table.FindAll("[data-testid=measure-order]"));
    }

    [Fact]
    public void Child_ThatWasRemoved_IsGone()
    {
        var table = Open(Guid.CreateVersion7(), 2);

        table.WaitForAssertion(() => Assert.Equal("This child zone is gone.", table.Find("p").TextContent));
    }

    [Fact]
    public void Store_ThatCannotBeRead_IsSaid_AndTriedAgainWithAnotherMeasure()
    {
        var child = Known();
        ZoneSql.Execute(Zone.DataDirectory, "ALTER TABLE Reservations RENAME TO Away");
        var table = Open(child, 2);
        table.WaitForAssertion(() => Assert.Contains("cannot be read at the moment", table.Find("[data-testid=measure-unreadable]").TextContent, StringComparison.Ordinal));
        ZoneSql.Execute(Zone.DataDirectory, "ALTER TABLE Away RENAME TO Reservations");

        table.Render(p => p.Add(t => t.Scale, 3));

        table.WaitForElement("[data-testid=measure-none]");
        Assert.Empty(table.FindAll("[data-testid=measure-unreadable]"));
    }

    private IRenderedComponent<MeasureTable> Open(Guid child, double scale)
    {
        SignIn(AccessPolicies.Read);
        return Render<MeasureTable>(p => p.Add(t => t.Child, child).Add(t => t.Scale, scale).Add(t => t.Offset, 0));
    }

    private Guid Known()
    {
        var child = Infos.Child("paris") with { Enabled = false };
        Zone.Services.GetRequiredService<ChildZoneRegistry>().Put(child);
        return child.Id;
    }
}
