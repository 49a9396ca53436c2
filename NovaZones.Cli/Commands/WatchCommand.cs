using System.CommandLine;
using System.Globalization;
using NovaZones.Cli.Output;
using NovaZones.Client;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz watch</c>: what changes, as it changes.</summary>
/// <remarks>
/// A zone ends what is watched when it stops and when the token is no good any more. Asking again tells which: a zone that comes back is
/// watched on, a refusal ends the command with the refusal, and silence as long as a call may take ends it as unreachable.
/// </remarks>
internal static class WatchCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(ConnectionOptions connection)
    {
        var count = new Option<int?>("--events") { Description = "End after so many." };
        var watch = new Command("watch", "Tells what changes in the zone until it is stopped; with --json one line each.") { count };
        connection.Handle(watch, (parsed, session, cancellationToken) => RunAsync(session, parsed.GetValue(count) ?? int.MaxValue, cancellationToken));
        return watch;
    }

    private static async Task<int> RunAsync(Session session, int left, CancellationToken cancellationToken)
    {
        var time = session.Surroundings.Time;
        var wasThere = false;
        long? lost = null;
        while (true)
        {
            ZoneUnreachableException gone;
            try
            {
                await foreach (var told in session.Api.WatchAsync(cancellationToken))
                {
                    Tell(session, told);
                    (wasThere, lost) = (true, null);
                    if (--left <= 0)
                    {
                        return ExitCodes.Done;
                    }
                }

                gone = new ZoneUnreachableException("The zone ended what was watched and did not come back.");
            }
            catch (ZoneUnreachableException ex) when (wasThere)
            {
                gone = ex;
            }
            catch (ZoneProblemException ex) when (wasThere && IsOfTheMoment(ex))
            {
                gone = new ZoneUnreachableException(ex.Message, ex);
            }

            lost ??= time.GetTimestamp();
            if (time.GetElapsedTime(lost.Value) >= session.Timeout)
            {
                throw gone;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>A zone that starts or is flooded, or something in front of it; it may soon be otherwise.</summary>
    private static bool IsOfTheMoment(ZoneProblemException problem) => (int)problem.Status is >= 500 or 429;

    private static void Tell(Session session, ZoneEvent told)
    {
        if (session.Printer.IsJson)
        {
            session.Printer.Line(told);
            return;
        }

        var what = told.Tree is { } tree
            ? $"{tree.Name}: {tree.Hosts.Up} up, {tree.Hosts.Down} down, {tree.Hosts.Disabled} disabled; {Words.Of(tree.Resources)}"
            : "changed";
        session.Printer.Say(string.Create(CultureInfo.InvariantCulture, $"{session.Surroundings.Time.GetUtcNow():HH:mm:ss.f}Z  {told.Topic,-12} {what}"));
    }
}
