using System.CommandLine;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz place</c>: places instances, or says why not.</summary>
internal static class PlaceCommand
{
    public static Command Create(ConnectionOptions connection)
    {
        var request = new RequestOptions();
        var name = new Option<string?>("--name") { Description = "What the reservation is called." };
        var count = new Option<int?>("--count", "-n") { Description = "Instances wanted; 1 when left out." };
        var minCount = new Option<int?>("--min-count") { Description = "Fewest that are of use; as many as wanted when left out." };
        var deadline = new Option<int?>("--deadline-ms") { Description = "Milliseconds within which the answer is of use." };
        var wait = new Option<bool>("--wait-for-capacity") { Description = "Wait in the zone's queue until it fits." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Plan only; prints a plan that place --plan commits." };
        var plan = new Option<string?>("--plan") { Description = "Commit a plan of a dry run, exactly as it is." };
        var key = new Option<string?>("--key") { Description = "Idempotency key: the same command sent again has one effect." };
        var command = new Command("place", "Places instances.") { name, count, minCount, deadline, wait, dryRun, plan, key };
        request.AddTo(command);
        connection.Handle(command, async (parsed, session, cancellationToken) =>
        {
            var body = parsed.GetValue(plan) is { } text ? new() { ["plan"] = text } : await request.ReadAsync(parsed, session.Surroundings, cancellationToken);
            Set("name", parsed.GetValue(name));
            Set("count", parsed.GetValue(count));
            Set("minCount", parsed.GetValue(minCount));
            Set("deadlineMs", parsed.GetValue(deadline));
            if (parsed.GetValue(wait))
            {
                body["waitForCapacity"] = true;
            }

            if (parsed.GetValue(dryRun))
            {
                body["dryRun"] = true;
            }

            return Show(session, await session.Api.PlaceAsync(body, parsed.GetValue(key), cancellationToken));

            void Set<T>(string field, T? value)
            {
                if (value is not null)
                {
                    body[field] = System.Text.Json.Nodes.JsonValue.Create(value);
                }
            }
        });
        return command;
    }

    private static int Show(Session session, Placement placement)
    {
        var printer = session.Printer;
        switch (placement)
        {
            case Placement.Placed(var answer):
                printer.Show(answer, a =>
                {
                    printer.Say($"{a.State}: {a.Placed} of {a.Requested}, reservation {a.ReservationId}, {a.ElapsedMs:0.#} ms");
                    printer.Table(
                        ["instance", "zone", "host", ">score"],
                        a.Instances.Select(i => new[] { Words.Of(i.Id?.ToString()), i.Zone, Words.Of(i.Host), Words.Of(i.Score) }));
                    if (a.Plan is not null)
                    {
                        printer.Say($"\nTo place exactly this until {Words.Of(a.PlanExpiresAt)}:\nnz place --plan {a.Plan}");
                    }
                });
                return ExitCodes.Done;
            case Placement.Accepted accepted:
                printer.Show(accepted, a => printer.Say($"{a.State}: reservation {a.ReservationId}; see nz placements show {a.ReservationId}"));
                return ExitCodes.Done;
            case Placement.Refused(var refusal):
                printer.Show(refusal, r => Refusals.Print(printer, r.Detail ?? r.Title, r.Filters, r.Changes));
                return ExitCodes.NothingFits;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
