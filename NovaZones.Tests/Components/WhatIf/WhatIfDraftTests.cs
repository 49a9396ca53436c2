using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Tests.Components.RealZone;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.WhatIf;
using Xunit;

namespace NovaZones.Tests.Components.WhatIf;

/// <summary>What was typed last wins over the address after a reload, until it is started over.</summary>
public sealed class WhatIfDraftTests : PageOfRealZone
{
    private const string Address = "/what-if?hosts=h0&class=VCPU&ratio=2";

    [Fact]
    public async Task Kept_WinsOverTheAddress_UntilStartedOver()
    {
        JSInterop.Setup<string?>("novaZonesDrafts.take", _ => true)
            .SetResult("""{"Hosts":"h7, h8","Aggregates":"ssd","Zones":null,"Like":"h7","Class":"MEMORY_MB","Count":3,"Ratio":1.5}""");
        var page = Open();

        page.WaitForElement("[data-testid=draft-notice]");
        Assert.Equal(("h7, h8", "ssd", "h7", "MEMORY_MB", "3", "1.5"), Fields(page));

        await page.Find("[data-testid=draft-start-over]").ClickAsync(new());

        Assert.Equal(("h0", "", "", "VCPU", "0", "2"), Fields(page));
        Assert.Empty(page.FindAll("[data-testid=draft-notice]"));
    }

    [Theory]
    [InlineData(null)] // nothing was kept
    [InlineData("""{"Hosts":""")] // of another version of the zone
    public void NothingKept_TheAddressCounts(string? kept)
    {
        JSInterop.Setup<string?>("novaZonesDrafts.take", _ => true).SetResult(kept);

        var page = Open();

        Assert.Equal(("h0", "", "", "VCPU", "0", "2"), Fields(page));
        Assert.Empty(page.FindAll("[data-testid=draft-notice]"));
    }

    [Fact]
    public void Typed_IsKeptForThatPerson()
    {
        var page = Open();

        page.Find("input[data-testid=whatif-hosts]").Change("h1");

        var kept = JSInterop.Invocations["novaZonesDrafts.keep"].Last();
        Assert.Equal("what if|user:ann", kept.Arguments[0]);
        Assert.Contains("\"Hosts\":\"h1\"", (string?)kept.Arguments[1], StringComparison.Ordinal);
    }

    private IRenderedComponent<WhatIfPage> Open()
    {
        SignIn(AccessPolicies.Read, AccessPolicies.Operate);
        Services.GetRequiredService<NavigationManager>().NavigateTo(Address);
        return Render<WhatIfPage>();
    }

    private static (string Hosts, string Aggregates, string Like, string Class, string Count, string Ratio) Fields(IRenderedComponent<WhatIfPage> page) =>
        (Value(page, "hosts"), Value(page, "aggregates"), Value(page, "like"), Value(page, "class"), Value(page, "count"), Value(page, "ratio"));

    private static string Value(IRenderedComponent<WhatIfPage> page, string field) => page.Find($"input[data-testid=whatif-{field}]").GetAttribute("value") ?? "";
}
