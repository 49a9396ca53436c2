using System.CommandLine;
using NovaZones.Cli.Output;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz capacity</c>: how many more would fit.</summary>
internal static class CapacityCommand
{
    public static Command Create(ConnectionOptions connection)
    {
        var request = new RequestOptions();
        var capacity = new Command("capacity", "Counts how many more of a request would fit, zone by zone. Nothing is placed.");
        request.AddTo(capacity);
        connection.Handle(capacity, async (parsed, session, cancellationToken) =>
        {
            var body = await request.ReadAsync(parsed, session.Surroundings, cancellationToken);
            session.Printer.Show(await session.Api.CountCapacityAsync(body, cancellationToken), c =>
            {
                session.Printer.Say($"{Words.Of(c.Total)} would fit, at most {Words.Of(c.LargestOnOneHost)} on one host.\n");
                session.Printer.Table(
                    ["zone", ">would fit", ">on one host", "outcome", "reason"],
                    c.Zones.Select(z => new[] { z.Zone, Words.Of(z.Count), Words.Of(z.LargestOnOneHost), z.Outcome, Words.Of(z.Reason) }));
            });
            return ExitCodes.Done;
        });
        return capacity;
    }
}
