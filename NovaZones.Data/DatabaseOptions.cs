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

    /// <summary>How the database is reached, from <see cref="ConnectionStringKey"/>.</summary>
    /// <value>For SQLite by default the file <c>zone.db</c> in <see cref="DataDirectory"/>; required for SQL Server.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary><see cref="Provider"/> as a value; throws when it is neither (validation says so first).</summary>
    internal DatabaseProvider Kind => Enum.Parse<DatabaseProvider>(Provider, ignoreCase: true);
}
