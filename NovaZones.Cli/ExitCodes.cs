namespace NovaZones.Cli;

/// <summary>How a command ends, for scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The zone said no: what is asked for is not there, not possible or not right.</summary>
    public const int Refused = 1;

    /// <summary>The command line or a file named in it is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>Nothing fits, or the tenant's quota is used up.</summary>
    public const int NothingFits = 3;

    /// <summary>No answer came; what became of the call is not known.</summary>
    public const int Unreachable = 4;

    /// <summary>The token is missing, unknown or not allowed to do this.</summary>
    public const int NotAllowed = 5;

    /// <summary>Stopped by the user.</summary>
    public const int Stopped = 130;
}
