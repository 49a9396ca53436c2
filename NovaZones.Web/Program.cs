using System.Globalization;
using NovaZones.Web;
using NovaZones.Web.Composition;
using NovaZones.Web.Demo;
using NovaZones.Web.Maintenance;

// Numbers and times read the same whatever the machine's language; SQL Server's client needs the culture data itself.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
if (args is ["demo", ..])
{
    return await DemoCommand.RunAsync(args[1..]);
}

if (args is [var verb, ..] && MaintenanceOptions.IsVerb(verb))
{
    return await MaintenanceCommand.RunAsync(args);
}

if (args is ["audit", ..])
{
    return await AuditCommand.RunAsync(args[1..]);
}

if (args is ["people", ..])
{
    return await PeopleCommand.RunAsync(args[1..]);
}

var stopping = CancellationToken.None;
try
{
    await using var app = ZoneApplication.Create(args);
    stopping = app.Lifetime.ApplicationStopping;
    await ZoneStartup.RunAsync(app);
    await app.RunAsync();
    return 0;
}
catch (Exception ex) when (StartFaults.Explain(ex) is { Count: > 0 } lines)
{
    foreach (var line in lines)
    {
        await Console.Error.WriteLineAsync($"NovaZones cannot start: {line}");
    }

    return 1;
}
catch (Exception ex) when (stopping.IsCancellationRequested && StopFaults.IsOutOfTime(ex))
{
    await Console.Error.WriteLineAsync("NovaZones stopped. What was still open when its time was over (shutdownTimeoutSeconds, 30) was cut off.");
    return 0;
}
catch (Exception ex) when (stopping.IsCancellationRequested)
{
    // What was answered is durable; only the way down failed. Said in full, and without a core dump of a process that was asked to go.
    await Console.Error.WriteLineAsync($"NovaZones stopped, but not cleanly: {ex}");
    return 1;
}
