namespace NovaZones.Core.Audit;

/// <summary>What kind of actor an act came from. The numbers are stored and never change.</summary>
public enum AuditActorKind
{
    /// <summary>The zone itself: its start, its jobs.</summary>
    Zone = 0,

    /// <summary>A person who is signed in.</summary>
    Person = 1,

    /// <summary>A program with an API token.</summary>
    Token = 2,

    /// <summary>Somebody at the command line of the zone's machine.</summary>
    CommandLine = 3,

    /// <summary>Somebody who did not say who it is.</summary>
    Anonymous = 4,
}
