namespace NovaZones.Core.Audit;

/// <summary>How an act ended. The numbers are stored and never change.</summary>
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>It was refused, and nothing changed.</summary>
    Refused = 1,

    /// <summary>It failed; what it changed before that is not known here.</summary>
    Failed = 2,
}
