using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>A child zone as somebody wants it.</summary>
/// <param name="Name">This zone's name for it.</param>
/// <param name="ApiUrl">Root of its API.</param>
/// <param name="Token">Credential; null on change keeps the stored one, which scheme, host and port of the address must then keep to.</param>
/// <param name="WeightOffset">Added to its scores after scaling.</param>
/// <param name="WeightScale">Its scores are multiplied with this, above 0.</param>
/// <param name="Enabled">Whether it is polled and asked.</param>
public sealed record ChildZoneDraft(string? Name, string? ApiUrl, string? Token, double WeightOffset = 0, double WeightScale = 1, bool Enabled = true);

/// <summary>How a change to the child zones ended.</summary>
public abstract record ChildZoneOutcome
{
    private ChildZoneOutcome()
    {
    }

    /// <summary>The row as it is now.</summary>
    public sealed record Saved(ChildZone Child) : ChildZoneOutcome;

    /// <summary>It is gone.</summary>
    public sealed record Removed : ChildZoneOutcome;

    /// <summary>It cannot be saved; show the faults.</summary>
    public sealed record Invalid(IReadOnlyList<Fault> Faults) : ChildZoneOutcome;

    /// <summary>There is no such child.</summary>
    public sealed record NotFound : ChildZoneOutcome;

    /// <summary>It holds instances; release them or force.</summary>
    public sealed record InUse(int Instances) : ChildZoneOutcome;
}

/// <summary>What trying a connection found.</summary>
/// <param name="Ok">Whether the child answered.</param>
/// <param name="Message">In one line.</param>
/// <param name="ElapsedMs">Time it took, in milliseconds.</param>
/// <param name="Info">What it told, or null.</param>
public sealed record ChildTestResult(bool Ok, string Message, double ElapsedMs, ZoneInfo? Info);

/// <summary>How trying a connection that is not saved ended.</summary>
/// <param name="Faults">What is wrong with what was given; nothing was tried when there is any.</param>
/// <param name="Result">What was found, or null.</param>
public sealed record ChildTrial(IReadOnlyList<Fault> Faults, ChildTestResult? Result);
