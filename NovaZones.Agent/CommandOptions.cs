namespace NovaZones.Agent;

/// <summary>The command for assignments (section <c>Agent:Command</c>).</summary>
public sealed class CommandOptions
{
    /// <summary>The program; empty for none.</summary>
    /// <value>A path or a name to be found on the path; never passed through a shell.</value>
    public string FileName { get; set; } = "";

    /// <summary>Its arguments, each as it is.</summary>
    public IList<string> Arguments { get; } = [];

    /// <summary>How long it may run before it is killed with everything it started.</summary>
    /// <value>0.1 s to 1 day; default 5 min.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many may run at once.</summary>
    /// <value>1 to 64; default 2.</value>
    public int MaxParallel { get; set; } = 2;

    /// <summary>How long to wait before a command that failed to end an instance is run again.</summary>
    /// <value>0.1 s to 1 day; default 1 min.</value>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether there is a command at all.</summary>
    internal bool IsGiven => FileName.Length > 0;
}
