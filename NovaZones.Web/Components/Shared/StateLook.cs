using MudBlazor;
using NovaZones.Core.Access;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Web.Jobs;

namespace NovaZones.Web.Components.Shared;

/// <summary>How a state is shown: word, icon and tone. One place, so that the same state looks the same on every page.</summary>
/// <param name="Word">Key of the word in <c>StateChip.resx</c>.</param>
/// <param name="Icon">The icon, which tells the state without colour.</param>
/// <param name="Tone">The colour.</param>
public sealed record StateLook(string Word, string Icon, Tone Tone)
{
    private static readonly StateLook _unknown = new("Unknown", Icons.Material.Outlined.HelpOutline, Tone.Neutral);
    private static readonly StateLook _disabled = new("Disabled", Icons.Material.Outlined.PauseCircle, Tone.Neutral);

    /// <summary>A zone of the tree, by the name of its <see cref="ChildHealth"/>.</summary>
    public static StateLook OfZone(string state) => Enum.TryParse<ChildHealth>(state, out var health) ? Of(health) : _unknown;

    /// <summary>A child zone.</summary>
    public static StateLook Of(ChildHealth health) => health switch
    {
        ChildHealth.Online => new("Online", Icons.Material.Outlined.CheckCircle, Tone.Good),
        ChildHealth.Offline => new("Offline", Icons.Material.Outlined.CloudOff, Tone.Bad),
        ChildHealth.Disabled => _disabled,
        ChildHealth.Incompatible => new("Incompatible", Icons.Material.Outlined.LinkOff, Tone.Bad),
        _ => _unknown,
    };

    /// <summary>A host; the operator's switch goes before what it reports.</summary>
    public static StateLook Of(Host host, DateTimeOffset now, TimeSpan staleAfter)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.AdminState == AdminState.Disabled ? _disabled
            : host.IsUp(now, staleAfter) ? new("Up", Icons.Material.Outlined.CheckCircle, Tone.Good)
            : new("Down", Icons.Material.Outlined.Error, Tone.Bad);
    }

    /// <summary>A reservation.</summary>
    public static StateLook Of(ReservationState state) => state switch
    {
        ReservationState.Claiming => new("Claiming", Icons.Material.Outlined.HourglassTop, Tone.Busy),
        ReservationState.Placed => new("Placed", Icons.Material.Outlined.CheckCircle, Tone.Good),
        ReservationState.Partial => new("Partial", Icons.Material.Outlined.IncompleteCircle, Tone.Warn),
        ReservationState.Refused => new("Refused", Icons.Material.Outlined.Block, Tone.Bad),
        ReservationState.Releasing => new("Releasing", Icons.Material.Outlined.HourglassBottom, Tone.Busy),
        ReservationState.Released => new("Released", Icons.Material.Outlined.Undo, Tone.Neutral),
        ReservationState.Pending => new("Pending", Icons.Material.Outlined.Schedule, Tone.Busy),
        ReservationState.Waiting => new("Waiting", Icons.Material.Outlined.HourglassEmpty, Tone.Warn),
        ReservationState.Cancelled => new("Cancelled", Icons.Material.Outlined.Cancel, Tone.Neutral),
        ReservationState.Expired => new("Expired", Icons.Material.Outlined.TimerOff, Tone.Bad),
        _ => _unknown,
    };

    /// <summary>An instance.</summary>
    public static StateLook Of(InstanceState state) => state switch
    {
        InstanceState.Claiming => Of(ReservationState.Claiming),
        InstanceState.Placed => Of(ReservationState.Placed),
        InstanceState.Releasing => Of(ReservationState.Releasing),
        InstanceState.Lost => new("Lost", Icons.Material.Outlined.LinkOff, Tone.Bad),
        _ => _unknown,
    };

    /// <summary>The last run of a recurring job.</summary>
    public static StateLook Of(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Never => new("NeverRun", Icons.Material.Outlined.RadioButtonUnchecked, Tone.Neutral),
        JobOutcome.Queued => new("Queued", Icons.Material.Outlined.Schedule, Tone.Busy),
        JobOutcome.Running => new("Running", Icons.Material.Outlined.HourglassTop, Tone.Busy),
        JobOutcome.Succeeded => new("Succeeded", Icons.Material.Outlined.CheckCircle, Tone.Good),
        JobOutcome.Retrying => new("Retrying", Icons.Material.Outlined.Replay, Tone.Warn),
        JobOutcome.Failed => new("Failed", Icons.Material.Outlined.Error, Tone.Bad),
        _ => _unknown,
    };

    /// <summary>A person who may not sign in.</summary>
    public static StateLook Locked { get; } = new("Locked", Icons.Material.Outlined.Lock, Tone.Warn);

    /// <summary>A person who may sign in.</summary>
    public static StateLook MaySignIn { get; } = new("MaySignIn", Icons.Material.Outlined.CheckCircle, Tone.Good);

    /// <summary>A token at a moment.</summary>
    public static StateLook Of(ApiToken token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.RevokedAt is not null ? new("Revoked", Icons.Material.Outlined.Block, Tone.Neutral)
            : token.IsUsableAt(now) ? new("Good", Icons.Material.Outlined.CheckCircle, Tone.Good)
            : new("Ended", Icons.Material.Outlined.TimerOff, Tone.Neutral);
    }

    /// <summary>A part of the zone that must be well.</summary>
    public static StateLook OfHealth(bool isWell) =>
        isWell ? new("Well", Icons.Material.Outlined.CheckCircle, Tone.Good) : new("NotWell", Icons.Material.Outlined.Error, Tone.Bad);

    /// <summary>What became of asking a child, as explanations name it.</summary>
    public static StateLook OfAsking(string outcome) => outcome switch
    {
        "Answered" => new("Answered", Icons.Material.Outlined.CheckCircle, Tone.Good),
        "Skipped" => new("Skipped", Icons.Material.Outlined.SkipNext, Tone.Neutral),
        "TimedOut" => new("TimedOut", Icons.Material.Outlined.TimerOff, Tone.Warn),
        "Failed" => new("Failed", Icons.Material.Outlined.Error, Tone.Bad),
        "Open" => new("NotAsked", Icons.Material.Outlined.CloudOff, Tone.Bad),
        _ => _unknown,
    };
}
