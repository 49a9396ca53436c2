using NovaZones.Cli;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await NzApp.RunAsync(args, new Surroundings(Console.Out, Console.Error, Console.In, Environment.GetEnvironmentVariable, TimeProvider.System), stop.Token);
