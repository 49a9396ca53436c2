using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace NovaZones.Data;

/// <summary>Fills in the connection string and checks what belongs together, naming each key.</summary>
internal sealed class DatabaseOptionsSetup(IConfiguration configuration) : IPostConfigureOptions<DatabaseOptions>, IValidateOptions<DatabaseOptions>
{
    public void PostConfigure(string? name, DatabaseOptions options)
    {
        options.ConnectionString = configuration[DatabaseOptions.ConnectionStringKey] ?? "";
        if (options.ConnectionString.Length == 0 && IsProvider(options, DatabaseProvider.Sqlite) && options.DataDirectory.Length > 0)
        {
            options.ConnectionString = new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(Path.GetFullPath(options.DataDirectory), "zone.db"),

                // Longest wait for another program that holds the file; who asks shall hear of it soon.
                DefaultTimeout = (int)SqliteLockWait.Longest.TotalSeconds,
            }.ConnectionString;
        }

        // Several open readers on one connection (MARS) are never used here and cost a session each; a setting left over from
        // another program is switched off instead of refused.
        if (IsProvider(options, DatabaseProvider.SqlServer) && IsReadable(options, text => new SqlConnectionStringBuilder(text).MultipleActiveResultSets))
        {
            options.ConnectionString = new SqlConnectionStringBuilder(options.ConnectionString) { MultipleActiveResultSets = false }.ConnectionString;
        }
    }

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (IsProvider(options, DatabaseProvider.Sqlite))
        {
            return options.DataDirectory.Length == 0 || IsReadable(options, text => IsFile(new SqliteConnectionStringBuilder(text)))
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{DatabaseOptions.ConnectionStringKey} is not a SQLite connection string that names a file (Data Source=PATH).");
        }

        if (!IsProvider(options, DatabaseProvider.SqlServer))
        {
            return ValidateOptionsResult.Fail($"Database:Provider is '{options.Provider}'; allowed are Sqlite and SqlServer.");
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return ValidateOptionsResult.Fail($"{DatabaseOptions.ConnectionStringKey} is missing; it is required when Database:Provider is SqlServer.");
        }

        // The text itself is never shown: it may hold a password.
        return IsReadable(options, text => new SqlConnectionStringBuilder(text).DataSource.Length > 0)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{DatabaseOptions.ConnectionStringKey} is not a SQL Server connection string that names a server.");
    }

    private static bool IsProvider(DatabaseOptions options, DatabaseProvider provider) =>
        string.Equals(options.Provider, provider.ToString(), StringComparison.OrdinalIgnoreCase);

    // A zone in memory would lose acknowledged claims, and each connection would see its own.
    private static bool IsFile(SqliteConnectionStringBuilder builder) =>
        builder.Mode != SqliteOpenMode.Memory && builder.DataSource.Length > 0 && !builder.DataSource.Contains(":memory:", StringComparison.Ordinal);

    private static bool IsReadable(DatabaseOptions options, Func<string, bool> check)
    {
        try
        {
            return check(options.ConnectionString);
        }
        catch (Exception ex) when (ex is ArgumentException or FormatException or DbException)
        {
            return false;
        }
    }
}
