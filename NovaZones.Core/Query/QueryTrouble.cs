namespace NovaZones.Core.Query;

/// <summary>What an evaluation met on its way, for counting; <see cref="HostQuery.Explain{TFacts}"/> gives the particulars.</summary>
/// <remarks>Evaluation stops as soon as the answer is known, so later trouble may be unseen.</remarks>
[Flags]
public enum QueryTrouble
{
    /// <summary>Every variable looked at was there and of a fitting type.</summary>
    None = 0,

    /// <summary>The host lacks a variable.</summary>
    VariableMissing = 1,

    /// <summary>A value of the host is of another type than what it was compared with, or has no order.</summary>
    TypeMismatch = 2,
}
