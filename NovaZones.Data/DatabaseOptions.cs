using System.ComponentModel.DataAnnotations;

namespace NovaZones.Data;

/// <summary>Where a zone keeps what it knows (section <c>Database</c>, and <c>ConnectionStrings:Zone</c>).</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string SectionName = "Database";

    /// <summary>The key of <see cref="ConnectionString"/>.</summary>
    public const string ConnectionStringKey = "ConnectionStrings:Zone";

    /// <summary>The kind of database.</summary>
    /// <value><c>Sqlite</c> (default) or <c>SqlServer</c>, in any case.</value>
    public string Provider { get; set; } = nameof(DatabaseProvider.Sqlite);

    /// <summary>The folder of the SQLite file, made when it is missing.</summary>
    /// <value>Absolute, or relative to the folder the zone is started in; default <c>data</c>.</value>
    [Required(ErrorMessage = "Database:DataDirectory is missing.")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>The most rows that one command to SQL Server carries.</summary>
    /// <value>1 to 1000, default 42 (the provider's own).</value>
    [Range(1, 1000, ErrorMessage = "Database:MaxBatchSize must be 1 to 1000.")]
    public int MaxBatchSize { get; set; } = 42;

    /// <summary>Whether several processes of this zone share the database. All of them must say so.</summary>
    /// <value><c>true</c> or <c>false</c> (default). With SQLite for tests and trials on one machine only.</value>
    public bool Replicas { get; set; }

    /// <summary>How often a replica looks for what the others changed.</summary>
    /// <value>10 ms to 5 s, default 200 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05", ErrorMessage = "Database:ReplicaPollInterval must be 00:00:00.010 to 00:00:05.")]
    public TimeSpan ReplicaPollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Silence after which a replica counts as gone and another one takes over its background work.</summary>
    /// <value>1 s to 5 min, default 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Database:ReplicaLeaseTime must be 00:00:01 to 00:05:00.")]
    public TimeSpan ReplicaLeaseTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How the database is reached, from <see cref="ConnectionStringKey"/>.</summary>
    /// <value>For SQLite by default the file <c>zone.db</c> in <see cref="DataDirectory"/>; required for SQL Server.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary><see cref="Provider"/> as a value; throws when it is neither (validation says so first).</summary>
    internal DatabaseProvider Kind => Enum.Parse<DatabaseProvider>(Provider, ignoreCase: true);
}
