using Bunit;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Tests.Support.Builders;
using NovaZones.Web.Components.Shared;
using Xunit;

namespace NovaZones.Tests.Components.Shared;

public sealed class StateChipTests : ConsoleContext
{
    public static TheoryData<ReservationState, string> ReservationWords => new()
    {
        { ReservationState.Claiming, "Claiming" },
        { ReservationState.Placed, "Placed" },
        { ReservationState.Partial, "Partial" },
        { ReservationState.Refused, "Refused" },
        { ReservationState.Releasing, "Releasing" },
        { ReservationState.Released, "Released" },
    };

    [Theory]
    [MemberData(nameof(ReservationWords))]
    public void Render_Reservation_SaysTheStateInAWordAndAnIcon(ReservationState state, string word)
    {
        var chip = Render<StateChip>(p => p.Add(c => c.Look, StateLook.Of(state)));

        Assert.Equal(word, chip.Find(".state-chip > span:last-child").TextContent);
        Assert.Single(chip.FindAll("svg"));
    }

    [Fact]
    public void Of_Reservations_NoTwoStatesShareWordOrIcon()
    {
        var looks = Enum.GetValues<ReservationState>().Select(StateLook.Of).ToList();

        Assert.Equal(looks.Count, looks.Select(l => l.Word).Distinct().Count());
        Assert.Equal(looks.Count, looks.Select(l => l.Icon).Distinct().Count());
    }

    [Theory]
    [InlineData("Online", Tone.Good)]
    [InlineData("Offline", Tone.Bad)]
    [InlineData("Disabled", Tone.Neutral)]
    [InlineData("of a newer version", Tone.Neutral)]
    public void OfZone_AnyState_HasItsTone(string state, Tone tone) => Assert.Equal(tone, StateLook.OfZone(state).Tone);

    [Fact]
    public void Of_EveryHealth_HasAWordInTheResources()
    {
        foreach (var health in Enum.GetValues<ChildHealth>())
        {
            var chip = Render<StateChip>(p => p.Add(c => c.Look, StateLook.Of(health)));

            Assert.Equal(health.ToString(), chip.Find(".state-chip").TextContent.Trim());
        }
    }

    [Fact]
    public void Of_HostAtTheStalenessLimit_IsUpAndBeyondItDown()
    {
        var host = Stored.Host("h1");
        var limit = TimeSpan.FromSeconds(60);

        Assert.Equal("Up", StateLook.Of(host, Stored.Noon + limit, limit).Word);
        Assert.Equal("Down", StateLook.Of(host, Stored.Noon + limit + TimeSpan.FromTicks(1), limit).Word);
    }

    [Fact]
    public void Of_DisabledHostThatIsSilent_IsDisabled()
    {
        var host = Stored.Host("h1") with { AdminState = AdminState.Disabled };

        Assert.Equal("Disabled", StateLook.Of(host, Stored.Noon.AddDays(1), TimeSpan.FromSeconds(60)).Word);
    }
}
