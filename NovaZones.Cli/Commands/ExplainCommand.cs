using System.CommandLine;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz explain</c>: why a request was answered as it was.</summary>
internal static class ExplainCommand
{
    public static Command Create(ConnectionOptions connection)
    {
        var id = new Argument<string>("reservation") { Description = "The reservation, also one that was refused." };
        var explain = new Command("explain", "Explains why a request was answered as it was.") { id };
        connection.Handle(explain, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.ExplainAsync(parsed.GetRequiredValue(id), cancellationToken), e => Print(session.Printer, e));
            return ExitCodes.Done;
        });
        return explain;
    }

    private static void Print(Printer printer, Explanation explanation)
    {
        var e = explanation;
        printer.Say($"Zone {e.Zone}, policy {e.Policy} version {e.PolicyVersion}; {Words.Of(e.Local.Considered)} own hosts considered, {Words.Of(e.Local.Passed)} passed every filter.\n");
        Refusals.Print(printer, e.Summary, e.Local.Filters, e.Changes);
        if (e.Local.Leading.Count > 0)
        {
            printer.Say("");
            var weighers = e.Local.Leading.SelectMany(l => l.Weighers).Select(w => w.Weigher).Distinct(StringComparer.Ordinal).ToArray();
            printer.Table(
                ["leading host", ">score", .. weighers.Select(w => ">" + w)],
                e.Local.Leading.Select(l => (string[])[Words.Of(l.Host), Words.Of(l.Score), .. weighers.Select(w => l.Weighers.FirstOrDefault(x => x.Weigher == w) is { } part ? $"{Words.Of(part.Multiplier)} x {Words.Of(part.Share)}" : Words.None)]));
        }

        if (e.Children.Count > 0)
        {
            printer.Say("");
            printer.Table(["child", "outcome", ">ms", ">offered", ">taken", ">considered", ">passed", "reason"], e.Children.SelectMany(c => Lines(c, 0)));
        }

        foreach (var conflict in e.Conflicts)
        {
            printer.Say($"Lost: {conflict}");
        }
    }

    private static IEnumerable<string[]> Lines(ChildFunnel child, int level)
    {
        yield return
        [
            new string(' ', level * 2) + child.Zone, child.Outcome, Words.Of(child.ElapsedMs), Words.Of(child.Offered), Words.Of(child.Taken),
            child.Local is { } own ? Words.Of(own.Considered) : Words.None, child.Local is { } local ? Words.Of(local.Passed) : Words.None, Words.Of(child.Reason),
        ];
        foreach (var line in (child.Children ?? []).SelectMany(c => Lines(c, level + 1)))
        {
            yield return line;
        }
    }
}
