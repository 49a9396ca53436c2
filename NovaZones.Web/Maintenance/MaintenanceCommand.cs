using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NovaZones.Core.Audit;
using NovaZones.Core.Operations;
using NovaZones.Data;
using NovaZones.Data.Operations;
using NovaZones.Web.Composition;

namespace NovaZones.Web.Maintenance;

/// <summary>The verbs <c>backup</c>, <c>restore</c> and <c>verify</c>.</summary>
internal static class MaintenanceCommand
{
    internal const int Done = 0;
    internal const int NotDone = 1;
    internal const int WrongOptions = 2;
    internal const int Damaged = 3;
    internal const int Newer = 4;
    internal const int Held = 5;
    internal const int Exists = 6;
    internal const int BooksDiffer = 7;
    internal const int AuditBroken = 8;

    private const int MaxLines = 50;

    /// <summary>Does what the words say.</summary>
    /// <returns>One of the exit codes that <see cref="MaintenanceOptions.Help"/> lists.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        var (options, fault) = MaintenanceOptions.Parse(args);
        if (options.ShowHelp)
        {
            Console.Out.WriteLine(MaintenanceOptions.Help);
            return Done;
        }

        if (fault is not null)
        {
            return await RefuseAsync(WrongOptions, fault);
        }

        try
        {
            await using var services = Services(options.Settings);
            var database = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
            if (options.Verb == "verify")
            {
                return await VerifyAsync(services, database, options.File);
            }

            if (ZoneFileOf(database) is not { } zoneFile)
            {
                return await RefuseAsync(NotDone, "SQL Server is backed up by its own means; docs/operations.md tells how.");
            }

            return options.Verb == "backup"
                ? Report($"{zoneFile} is backed up to {options.File}", ZoneFileCopier.BackUp(zoneFile, options.File!, options.Force))
                : await RestoreAsync(services, options.File!, zoneFile, options.Force);
        }
        catch (ZoneFileException ex)
        {
            return await RefuseAsync(CodeOf(ex.Fault), ex.Message);
        }
        catch (Exception ex) when (StartFaults.Explain(ex) is { Count: > 0 } lines)
        {
            return await RefuseAsync(NotDone, string.Join(Environment.NewLine, lines));
        }
    }

    private static async Task<int> RestoreAsync(ServiceProvider services, string from, string zoneFile, bool force)
    {
        var state = ZoneFileCopier.Restore(from, zoneFile, force);
        if (state.Pending > 0)
        {
            Console.Out.WriteLine($"The audit log does not tell of it: the backup is of an older program ({state.Pending} migrations to come).");
        }
        else
        {
            // The chain is that of the backup from here on; this is the first link that the backup did not have.
            AuditActor.Current = new AuditActor(AuditActorKind.CommandLine, Environment.UserName);
            await services.GetRequiredService<IAuditStore>().AppendAsync(
                AuditDraft.Of(AuditActs.DatabaseRestored, "database", null, new { from = Path.GetFileName(from), force }), CancellationToken.None);
            SqliteConnection.ClearAllPools();
        }

        return Report($"{zoneFile} is restored from {from}", state);
    }

    internal static int CodeOf(ZoneFileFault fault) => fault switch
    {
        ZoneFileFault.Damaged => Damaged,
        ZoneFileFault.Newer => Newer,
        ZoneFileFault.Held => Held,
        ZoneFileFault.Exists => Exists,
        _ => NotDone,
    };

    internal static ServiceProvider Services(IReadOnlyList<string> settings, Action<IServiceCollection, IConfiguration>? more = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. settings],
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(MaintenanceCommand).Assembly.GetName().Name,
        });
        builder.AddSharedSettings();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(builder.Configuration)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddZoneDatabase(builder.Configuration);
        more?.Invoke(services, builder.Configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>The SQLite file, or null for SQL Server.</summary>
    internal static string? ZoneFileOf(DatabaseOptions database) => string.Equals(database.Provider, nameof(DatabaseProvider.Sqlite), StringComparison.OrdinalIgnoreCase)
        ? new SqliteConnectionStringBuilder(database.ConnectionString).DataSource
        : null;

    private static async Task<int> VerifyAsync(IServiceProvider services, DatabaseOptions database, string? file)
    {
        file ??= ZoneFileOf(database);
        if (file is null)
        {
            return await VerifyServerAsync(services);
        }

        var state = ZoneFileReader.Check(file);
        state.ThrowIfUnfit(file);
        Report($"{file} is whole", state);
        if (state.Pending > 0)
        {
            Console.Out.WriteLine($"The books are not checked: the next start brings the schema up to date first ({state.Pending} migrations).");
            return Done;
        }

        return await CheckBooksAsync(ZoneFileReader.Books(file));
    }

    private static async Task<int> VerifyServerAsync(IServiceProvider services)
    {
        try
        {
            await using (var db = await services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync())
            {
                var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
                var applied = (await db.Database.GetAppliedMigrationsAsync()).ToList();
                if (applied.LastOrDefault(id => !known.Contains(id)) is { } unknown)
                {
                    return await RefuseAsync(Newer, $"The database was made by a newer NovaZones (it holds the migration {unknown}); use that version.");
                }

                if (applied.Count < known.Count)
                {
                    Console.Out.WriteLine($"The books are not checked: the next start brings the schema up to date first ({known.Count - applied.Count} migrations).");
                    return Done;
                }
            }

            return await CheckBooksAsync(services.GetRequiredService<ILedgerBooks>());
        }
        catch (System.Data.Common.DbException ex)
        {
            return await RefuseAsync(NotDone, $"The database cannot be read: {ex.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<int> CheckBooksAsync(ILedgerBooks books)
    {
        var result = await LedgerCheck.CheckAsync(books, null, TimeProvider.System, CancellationToken.None);
        foreach (var difference in result.Differences.Take(MaxLines))
        {
            Console.Out.WriteLine($"{(difference.IsFault ? "fault" : "note")} {difference.Kind} {Place(difference)}: {difference.Cause}");
        }

        Console.Out.WriteLine(
            $"{(result.Consistent ? "The books hold" : "The books do not hold")}: {result.Hosts} hosts, {result.Instances} instances, {result.Allocations} allocations, {result.Faults} faults, {result.Notes} notes.");
        return result.Consistent ? Done : BooksDiffer;
    }

    private static string Place(LedgerDifference difference) => string.Join(
        ' ',
        new[] { difference.Host, difference.Provider == difference.Host ? null : difference.Provider, difference.ResourceClass, difference.InstanceId?.ToString() }.OfType<string>());

    private static int Report(string what, ZoneFileState state)
    {
        Console.Out.WriteLine($"{what}; schema {state.LastMigration}.");
        return Done;
    }

    internal static async Task<int> RefuseAsync(int code, string line)
    {
        await Console.Error.WriteLineAsync(line);
        return code;
    }
}
