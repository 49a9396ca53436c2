using Bunit;
using Microsoft.AspNetCore.Components;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

/// <summary>What stands outside of the page fails by itself, and not the whole circuit.</summary>
public sealed class FaultShieldTests : ConsoleContext
{
    [Fact]
    public async Task Fault_NobodyCaught_IsToldAndWhatFailedBeginsAnew()
    {
        var shield = Render<FaultShield>(p => p.AddChildContent<Broken>());

        await shield.Find("[data-testid=break]").ClickAsync(new());

        Assert.Contains("This failed, and was closed.", shield.Find("[data-testid=shield-fault]").TextContent, StringComparison.Ordinal);
        Assert.Empty(shield.FindAll("[data-testid=break]"));
        await shield.Find("[data-testid=shield-close]").ClickAsync(new());
        Assert.Empty(shield.FindAll("[data-testid=shield-fault]"));
        Assert.Single(shield.FindAll("[data-testid=break]"));
    }

    private sealed class Broken : ComponentBase
    {
        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "button");
            builder.AddAttribute(1, "data-testid", "break");
            builder.AddAttribute(2, "onclick", EventCallback.Factory.Create(this, () => throw new InvalidOperationException("a fault of the console")));
            builder.CloseElement();
        }
    }
}
