namespace NovaZones.Web.Demo.Zones;

/// <summary>What one zone process is started with.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="Url">Where it listens, for example <c>http://127.0.0.1:5080</c>.</param>
/// <param name="DataDirectory">Holds its database and log; made when missing, never emptied here.</param>
/// <param name="Token">The administrator's API token it creates at first start.</param>
internal sealed record ZoneProcessOptions(string Name, Uri Url, string DataDirectory, string Token)
{
    /// <value>The first operator's name for the console.</value>
    public string AdminUserName { get; init; } = "operator";

    /// <value>The first operator's password; every process gets one, so that none is generated and printed into a log.</value>
    public required string AdminPassword { get; init; }

    /// <value>Further settings as environment variables, for example <c>Scheduler__StaleAfter</c>.</value>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <value>How long the zone may take until it is ready; default 90 s, since a first start on a busy machine migrates a database.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <value>How long it may take to stop before it is killed; default 10 s.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
