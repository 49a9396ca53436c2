using System.Collections.Immutable;

namespace NovaZones.Core.Trials;

/// <summary>A zone's hosts in figures.</summary>
public sealed record TrialFigures
{
    /// <summary>Requests of which nothing is placed.</summary>
    public required int Refused { get; init; }

    /// <summary>Instances that are placed.</summary>
    public required int Placed { get; init; }

    /// <summary>Hosts on which anything is used.</summary>
    public required int HostsInUse { get; init; }

    /// <summary>Use of each resource class.</summary>
    public required ImmutableArray<TrialUse> Resources { get; init; }

    /// <summary>How many more of the requests that are asked most would fit, most asked first.</summary>
    public required ImmutableArray<TrialFit> Fits { get; init; }

    /// <summary>
    /// How much of what is free cannot be used for the requests that are asked most, 0 to 1: 1 − Σ fits ÷ Σ of what would fit if all that is
    /// free were on one host. Null when nothing is asked often, or nothing is free.
    /// </summary>
    public required double? Fragmentation { get; init; }
}

/// <summary>Use of one resource class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Capacity">Capacity of all hosts, in the class's unit.</param>
/// <param name="Used">Of that, in use.</param>
/// <param name="Spread">Standard deviation of the used share over the hosts that have the class, 0 to 0.5: 0 when all are used alike.</param>
/// <param name="Histogram">Hosts by used share: ten equal steps from 0 to 1, the last with 1.</param>
public sealed record TrialUse(string Class, long Capacity, long Used, double Spread, ImmutableArray<int> Histogram);

/// <summary>Room for one of the requests that are asked most.</summary>
/// <param name="Request">The request as JSON, without who asks and where.</param>
/// <param name="Fits">Instances that still fit.</param>
public sealed record TrialFit(string Request, long Fits);
