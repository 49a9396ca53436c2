using Bunit;
using NovaZones.Core.Assignments;
using NovaZones.Core.Claims;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Features.Hosts.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Hosts;

public sealed class HostInstancesTests : ConsoleContext
{
    [Fact]
    public void Render_WhatTheHostSays_IsToldAsTextAndOnlyWhereItSaysSomething()
    {
        var (silent, ready, failed) = (Of(null), Of(Said(AcknowledgementState.Ready, null)), Of(Said(AcknowledgementState.Failed, "<b>no</b> image")));

        var said = Render<HostInstances>(p => p.Add(c => c.Host, Stored.Host("h")).Add(c => c.Assignments, [silent, ready, failed]));
        var unsaid = Render<HostInstances>(p => p.Add(c => c.Host, Stored.Host("h")).Add(c => c.Assignments, [silent]));

        Assert.Equal(["nothing yet", "ready", "failed: <b>no</b> image"], said.FindAll("[data-testid=host-says]").Select(e => e.TextContent.Trim()));
        Assert.Empty(unsaid.FindAll("[data-testid=host-says]"));
    }

    [Fact]
    public async Task Saved_HoldsEachInstance()
    {
        var ready = Of(Said(AcknowledgementState.Ready, null));
        var list = Render<HostInstances>(p => p.Add(c => c.Host, Stored.Host("h")).Add(c => c.Assignments, [ready]).Add(c => c.IsCut, true));

        Assert.Contains($"{ready.Instance.Id},r-aaaaaaaaaaaa,Placed,ready,,", await this.SavedAsync(list, "host-h-instances", "csv"), StringComparison.Ordinal);
        Assert.EndsWith("\"truncated\":true}", await this.SavedAsync(list, "host-h-instances", "json"), StringComparison.Ordinal);
    }

    private static Acknowledgement Said(AcknowledgementState state, string? message) => new(Guid.NewGuid(), state, message, Stored.Noon);

    private static Assignment Of(Acknowledgement? said) => new(
        new Instance { Id = Guid.CreateVersion7(), ReservationId = "r-aaaaaaaaaaaa", Index = 0, State = InstanceState.Placed, ZonePath = "z", CreatedAt = Stored.Noon }, said);
}
