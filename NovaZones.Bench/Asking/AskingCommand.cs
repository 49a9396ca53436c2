using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using NovaZones.Web.Demo.Zones;

namespace NovaZones.Bench.Asking;

/// <summary>The <c>asking</c> verb: what a placement costs a root without hosts, by its number of children.</summary>
internal static class AskingCommand
{
    internal static Command Create()
    {
        var children = new Option<string>("--children") { DefaultValueFactory = _ => "10,1000", Description = "numbers of children, the first is what the others are compared with" };
        var able = new Option<int>("--able") { DefaultValueFactory = _ => 3, Description = "children that can serve the request" };
        var blocks = new Option<int>("--blocks") { DefaultValueFactory = _ => 7, Description = "times that each root is measured, in turn" };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 300, Description = "placements in one block" };
        var command = new Command("asking", "Measures a root's processor time for a placement with few and with many children.") { children, able, blocks, requests };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(children), parsed.GetValue(able), parsed.GetValue(blocks), parsed.GetValue(requests), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string list, int able, int blocks, int requests, CancellationToken cancellationToken)
    {
        var numbers = list.Split(',', StringSplitOptions.TrimEntries).Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        if (able < 1 || blocks < 1 || requests < 1 || numbers.Exists(n => n < able || n > 5000))
        {
            AnsiConsole.MarkupLineInterpolated($"[red]--children: give numbers from --able to 5000; --able, --blocks and --requests are at least 1.[/]");
            return 1;
        }

        await using var peer = await AskingPeer.StartAsync(able, cancellationToken);
        var roots = new List<AskingRoot>();
        try
        {
            foreach (var number in numbers)
            {
                Console.WriteLine($"starting a root with {number} children, {able} of which can serve");
                roots.Add(await AskingRoot.StartAsync(peer, number, cancellationToken));
            }

            // In turn, so that whatever else the machine does falls on all alike; the first block of each only warms up.
            for (var block = -1; block < blocks; block++)
            {
                foreach (var root in roots)
                {
                    await root.MeasureAsync(requests, block >= 0, cancellationToken);
                }
            }

            foreach (var root in roots)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{root.Children,6:N0} children  processor {root.ProcessorMs:N3} ms a placement ({root.ProcessorMs / roots[0].ProcessorMs:N2}x)  waiting median {root.WaitMs:N3} ms ({root.WaitMs / roots[0].WaitMs:N2}x)  answer {root.AnswerBytes:N0} B  explanation {root.ExplanationBytes:N0} B  asked {root.AskedPerPlacement:N2} children a placement  at rest {root.RestPercent:N1} % of a processor"));
            }

            return 0;
        }
        catch (ZoneProcessException failure)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{failure.Message}[/]");
            return 1;
        }
        finally
        {
            foreach (var root in roots)
            {
                await root.DisposeAsync();
            }
        }
    }
}
