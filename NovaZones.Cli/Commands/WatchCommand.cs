using System.CommandLine;
using System.Globalization;
using NovaZones.Cli.Output;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz watch</c>: what changes, as it changes.</summary>
internal static class WatchCommand
{
    public static Command Create(ConnectionOptions connection)
    {
        var count = new Option<int?>("--events") { Description = "End after so many." };
        var watch = new Command("watch", "Tells what changes in the zone until it is stopped; with --json one line each.") { count };
        connection.Handle(watch, async (parsed, session, cancellationToken) =>
        {
            var left = parsed.GetValue(count) ?? int.MaxValue;
            await foreach (var told in session.Api.WatchAsync(cancellationToken))
            {
                if (session.Printer.IsJson)
                {
                    session.Printer.Line(told);
                }
                else
                {
                    var what = told.Tree is { } tree
                        ? $"{tree.Name}: {tree.Hosts.Up} up, {tree.Hosts.Down} down, {tree.Hosts.Disabled} disabled; {Words.Of(tree.Resources)}"
                        : "changed";
                    session.Printer.Say(string.Create(CultureInfo.InvariantCulture, $"{session.Surroundings.Time.GetUtcNow():HH:mm:ss.f}Z  {told.Topic,-12} {what}"));
                }

                if (--left <= 0)
                {
                    break;
                }
            }

            return ExitCodes.Done;
        });
        return watch;
    }
}
