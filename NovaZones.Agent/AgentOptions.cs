namespace NovaZones.Agent;

/// <summary>What the agent of a host is told (section <c>Agent</c>).</summary>
public sealed class AgentOptions
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = "Agent";

    /// <summary>Address of the host's zone.</summary>
    /// <value>Absolute, http or https; required.</value>
    public string Zone { get; set; } = "";

    /// <summary>API token with scope <c>hosts:report</c>, best one that is bound to this host.</summary>
    /// <value>Required, unless <see cref="TokenFile"/> is given.</value>
    public string? Token { get; set; }

    /// <summary>A file whose first line is the token; keeps it out of the environment.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The host's name in the zone.</summary>
    /// <value>1 to 255 letters, digits and <c>. _ : - @</c>; default the machine's own name.</value>
    public string HostName { get; set; } = Environment.MachineName;

    /// <summary>Failure domain to report.</summary>
    public string? AvailabilityZone { get; set; }

    /// <summary>Aggregates to report.</summary>
    public IList<string> Aggregates { get; } = [];

    /// <summary>Traits to report beside those that are read from the machine.</summary>
    public IList<string> Traits { get; } = [];

    /// <summary>Capabilities to report beside those that are read, as text; one of the same name replaces it.</summary>
    public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How often the machine is read and what changed is reported; where nothing did, this is the sign of life.</summary>
    /// <value>1 s to 1 h; default 15 s. The zone takes a host for down after <c>Scheduler:StaleAfter</c>.</value>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often everything is reported whether or not it changed.</summary>
    /// <value><see cref="ReportInterval"/> to 1 day; default 10 min.</value>
    public TimeSpan FullReportInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the zone is asked for assignments.</summary>
    /// <value>0.1 s to 10 min; default 5 s.</value>
    public TimeSpan AssignmentInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the list of instances on this host is told when it did not change.</summary>
    /// <value>1 s to 1 day; default 5 min.</value>
    public TimeSpan ListInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one call of the zone may take.</summary>
    /// <value>0.1 s to 5 min; default 15 s.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Processors kept for the host itself.</summary>
    /// <value>0 or more; default 0.</value>
    public long ReservedVcpus { get; set; }

    /// <summary>Memory kept for the host itself, in MiB.</summary>
    /// <value>0 or more; default 0.</value>
    public long ReservedMemoryMb { get; set; }

    /// <summary>Disk kept for the host itself, in GiB.</summary>
    /// <value>0 or more; default 0.</value>
    public long ReservedDiskGb { get; set; }

    /// <summary>How many virtual processors are given for one thread of the machine.</summary>
    /// <value>0.0001 to 1000; default 1.</value>
    public double CpuAllocationRatio { get; set; } = 1;

    /// <summary>A folder on the file system whose size is reported as <c>DISK_GB</c>.</summary>
    /// <value>Must exist; default <c>/</c>.</value>
    public string DiskPath { get; set; } = "/";

    /// <summary>The folder that holds <c>proc</c> and <c>sys</c>, for an agent in a container that sees the host's elsewhere.</summary>
    /// <value>Must exist; default <c>/</c>.</value>
    public string Root { get; set; } = "/";

    /// <summary>The SQLite file with assignments and with what could not be sent yet. One agent alone may use it.</summary>
    /// <value>Default <c>data/agent.db</c> below the working directory.</value>
    public string DataFile { get; set; } = Path.Combine("data", "agent.db");

    /// <summary>How many acknowledgements are kept while the zone is away; the oldest go first.</summary>
    /// <value>1 to 1,000,000; default 10,000.</value>
    public int MaxKept { get; set; } = 10_000;

    /// <summary>How long acknowledgements are kept while the zone is away.</summary>
    /// <value>1 min to 365 days; default 7 days.</value>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What is run for every assignment; nothing when it names no program.</summary>
    public CommandOptions Command { get; set; } = new();
}
