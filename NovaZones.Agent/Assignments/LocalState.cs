namespace NovaZones.Agent.Assignments;

/// <summary>How far the agent got with an assignment. The numbers stand in its file and never change.</summary>
internal enum LocalState
{
    /// <summary>Known, and the command for it has not ended: it runs, or waits for its turn, also after a restart.</summary>
    Making = 0,

    /// <summary>On this host.</summary>
    Present = 1,

    /// <summary>The command for it failed; it is not on this host.</summary>
    Failed = 2,

    /// <summary>The zone released it, and the command that ends it has not ended well.</summary>
    Ending = 3,
}
