using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NovaZones.Core.Audit;
using NovaZones.Data;
using NovaZones.Data.Operations;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Audit;

namespace NovaZones.Web.Maintenance;

/// <summary>The verb <c>audit</c>; also while the zone runs.</summary>
internal static class AuditCommand
{
    private const int PageSize = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Does what the words after <c>audit</c> say.</summary>
    /// <returns>One of the exit codes that <see cref="AuditCommandOptions.Help"/> lists.</returns>
    internal static async Task<int> RunAsync(string[] words)
    {
        var (options, fault) = AuditCommandOptions.Parse(words);
        if (options.ShowHelp)
        {
            Console.Out.WriteLine(AuditCommandOptions.Help);
            return MaintenanceCommand.Done;
        }

        if (fault is not null)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.WrongOptions, fault);
        }

        try
        {
            await using var services = MaintenanceCommand.Services(options.Settings);
            var file = options.File ?? MaintenanceCommand.ZoneFileOf(services.GetRequiredService<IOptions<DatabaseOptions>>().Value);
            if (await PendingAsync(services, file) is > 0 and var pending)
            {
                return await MaintenanceCommand.RefuseAsync(
                    MaintenanceCommand.NotDone, $"The audit log cannot be read: the next start brings the schema up to date first ({pending} migrations).");
            }

            var store = file is null ? services.GetRequiredService<IAuditStore>() : ZoneFileReader.Audit(file);
            return options.Act == "verify" ? await VerifyAsync(store, options.Expect) : await ExportAsync(store, options.To!, options.Force);
        }
        catch (ZoneFileException ex)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.CodeOf(ex.Fault), ex.Message);
        }
        catch (Exception ex) when (ex is System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, $"It cannot be done: {ex.Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception ex) when (StartFaults.Explain(ex) is { Count: > 0 } lines)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, string.Join(Environment.NewLine, lines));
        }
    }

    private static async Task<int> PendingAsync(IServiceProvider services, string? file)
    {
        if (file is not null)
        {
            var state = ZoneFileReader.Check(file);
            state.ThrowIfUnfit(file);
            return state.Pending;
        }

        await using var db = await services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync();
        return (await db.Database.GetPendingMigrationsAsync()).Count();
    }

    private static async Task<int> VerifyAsync(IAuditStore store, AuditHead? expect)
    {
        var result = await new AuditLog(store, TimeProvider.System).VerifyAsync(expect, CancellationToken.None);
        if (!result.Holds)
        {
            Console.Out.WriteLine($"The audit log does not hold from record {result.BrokenAt} on. {result.Problem}");
            return MaintenanceCommand.AuditBroken;
        }

        if (expect is not null && expect.Sequence < result.First)
        {
            Console.Out.WriteLine($"Record {expect.Sequence}, which was noted elsewhere, was pruned and cannot be compared.");
        }

        Console.Out.WriteLine($"The audit log holds: {result.Records} records from {result.First} on. Note its end elsewhere: {result.Head}");
        return MaintenanceCommand.Done;
    }

    private static async Task<int> ExportAsync(IAuditStore store, string to, bool force)
    {
        if (File.Exists(to) && !force)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.Exists, $"{to} is there already; --force replaces it.");
        }

        // Whole or not at all under its name.
        var part = to + ".part";
        long count = 0, last = long.MinValue;
        await using (var lines = new StreamWriter(part) { NewLine = "\n" })
        {
            for (var size = PageSize; size == PageSize;)
            {
                var page = await store.ReadAsync(last, PageSize, CancellationToken.None);
                foreach (var entry in page)
                {
                    await lines.WriteLineAsync(JsonSerializer.Serialize(AuditRecordResponse.From(entry), Json));
                    last = entry.Sequence;
                }

                count += size = page.Count;
            }
        }

        File.Move(part, to, overwrite: true);
        Console.Out.WriteLine($"{count} records are written to {to}.");
        return MaintenanceCommand.Done;
    }
}
