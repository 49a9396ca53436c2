namespace NovaZones.Data;

/// <summary>The databases a zone can stand on.</summary>
public enum DatabaseProvider
{
    /// <summary>One file, one process.</summary>
    Sqlite,

    /// <summary>A server, any number of replicas.</summary>
    SqlServer,
}
