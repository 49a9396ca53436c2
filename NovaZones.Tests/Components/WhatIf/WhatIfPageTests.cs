using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Trials.WhatIf;
using NovaZones.Tests.Support.Fixtures;
using NovaZones.Web.Components.Shared;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.WhatIf;
using Xunit;

namespace NovaZones.Tests.Components.WhatIf;

/// <summary>What is supposed stands in the address, and what came of it can be saved; the trial is that of a real zone.</summary>
public sealed class WhatIfPageTests : ConsoleContext
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_WritesTheAddress_FromWhichTheFieldsComeBack_AndTellsWhatIsCut()
    {
        await using var zone = await ZoneHost.StartAsync();
        var lines = Enumerable.Range(0, 120).Select(i => $$$"""{"name":"h{{{i}}}","inventories":{"VCPU":{"total":2,"allocationRatio":4} }}""");
        using var report = new StringContent(string.Join('\n', lines), System.Text.Encoding.UTF8, "application/x-ndjson");
        using var reported = await zone.Client.PostAsync("/api/v1/hosts:report", report, Token);
        reported.EnsureSuccessStatusCode();
        using var ask = new StringContent("""{"count":120,"resources":{"VCPU":5}}""", System.Text.Encoding.UTF8, "application/json"); // one a host, of 8
        using var placed = await zone.Client.PostAsync("/api/v1/placements", ask, Token);
        placed.EnsureSuccessStatusCode();
        Services.AddSingleton(zone.Services.GetRequiredService<WhatIfService>());
        Services.AddScoped<Permission>();
        AddAuthorization().SetAuthorized("otto").SetPolicies(AccessPolicies.Read, AccessPolicies.Operate);
        BeInteractive();
        RenderPopovers();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/what-if?hosts=h0&class=VCPU&ratio=2");
        var page = Render<WhatIfPage>();
        Assert.Equal("h0", page.Find("input[data-testid=whatif-hosts]").GetAttribute("value"));
        Assert.Equal("VCPU", page.Find("input[data-testid=whatif-class]").GetAttribute("value"));

        page.Find("input[data-testid=whatif-hosts]").Change("h0, h1");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("of 118", page.Find("[data-testid=whatif-overfull-cut]").TextContent, StringComparison.Ordinal));
        Assert.Equal(100, page.FindAll("[data-testid=whatif-overfull] tbody tr").Count);
        Assert.EndsWith("hosts=h0%2C%20h1&class=VCPU&ratio=2", navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("h0, h1", page.Find("input[data-testid=whatif-hosts]").GetAttribute("value"));
        Assert.Contains(""" "truncated":true""".Trim(), await this.SavedAsync(page, "what-if-overfull", "json"), StringComparison.Ordinal);
        Assert.Equal(4, (await this.SavedAsync(page, "what-if-moves", "csv")).Split("\r\n").Length); // head, two, and the end
        await DisposeComponentsAsync();
    }
}
