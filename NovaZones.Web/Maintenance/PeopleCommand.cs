using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NovaZones.Core.Audit;
using NovaZones.Core.Zones;
using NovaZones.Data;
using NovaZones.Data.Operations;
using NovaZones.Web.Composition;
using NovaZones.Web.Features.Access;

namespace NovaZones.Web.Maintenance;

/// <summary>The verb <c>people</c>; also while the zone runs.</summary>
/// <remarks>Whoever may read and write the zone's database may do this: it is how the only administrator gets back in.</remarks>
internal static class PeopleCommand
{
    /// <summary>Does what the words after <c>people</c> say.</summary>
    /// <returns>One of the exit codes that <see cref="PeopleCommandOptions.Help"/> lists.</returns>
    internal static async Task<int> RunAsync(string[] words)
    {
        var (options, fault) = PeopleCommandOptions.Parse(words);
        if (options.ShowHelp)
        {
            Console.Out.WriteLine(PeopleCommandOptions.Help);
            return MaintenanceCommand.Done;
        }

        if (fault is not null)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.WrongOptions, fault);
        }

        try
        {
            await using var services = MaintenanceCommand.Services(options.Settings, AddPeople);
            if (MaintenanceCommand.ZoneFileOf(services.GetRequiredService<IOptions<DatabaseOptions>>().Value) is { } file)
            {
                // Opening would make an empty one where the settings point to the wrong place.
                ZoneFileReader.Check(file).ThrowIfUnfit(file);
            }

            if (await PendingAsync(services) is > 0 and var pending)
            {
                return await MaintenanceCommand.RefuseAsync(
                    MaintenanceCommand.NotDone, $"People cannot be changed: the next start brings the schema up to date first ({pending} migrations).");
            }

            AuditActor.Current = new AuditActor(AuditActorKind.CommandLine, Environment.UserName);
            return await ResetSecondFactorAsync(services.GetRequiredService<AccessService>(), options.Name);
        }
        catch (ZoneFileException ex)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, ex.Message);
        }
        catch (Exception ex) when (ex is System.Data.Common.DbException or DbUpdateException or IOException or UnauthorizedAccessException)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, $"It cannot be done: {ex.GetBaseException().Message.ReplaceLineEndings(" ")}");
        }
        catch (Exception ex) when (StartFaults.Explain(ex) is { Count: > 0 } lines)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, string.Join(Environment.NewLine, lines));
        }
    }

    private static void AddPeople(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ZoneOptions>().Bind(configuration.GetSection(ZoneOptions.SectionName));
        services.AddZoneAuthentication(configuration);
    }

    private static async Task<int> PendingAsync(IServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ZoneDbContext>>().CreateDbContextAsync();
        return (await db.Database.GetPendingMigrationsAsync()).Count();
    }

    private static async Task<int> ResetSecondFactorAsync(AccessService access, string name)
    {
        if (await access.FindAsync(name, CancellationToken.None) is not { } person)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, $"There is nobody of the name {name}.");
        }

        if (!person.HasSecondFactor)
        {
            return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, $"{person.Name} has no second factor; nothing is changed.");
        }

        switch (await access.ResetSecondFactorAsync(person.Id, Environment.UserName, CancellationToken.None))
        {
            case AccessOutcome.Done:
                Console.Out.WriteLine($"The second factor of {person.Name} is off and their sessions end: the password alone signs in, until a new one is set up.");
                return MaintenanceCommand.Done;
            case AccessOutcome.Invalid(var faults):
                return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, string.Join(' ', faults.Select(f => f.Message)));
            case AccessOutcome.NotFound:
                return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, $"{person.Name} was removed meanwhile.");
            case AccessOutcome.LastAdministrator:
                return await MaintenanceCommand.RefuseAsync(MaintenanceCommand.NotDone, "Nobody who is not locked is an administrator; nothing is changed.");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
