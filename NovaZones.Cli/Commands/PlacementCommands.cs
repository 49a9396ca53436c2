using System.CommandLine;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz placements</c> and <c>nz release</c>: what was asked, and giving it back.</summary>
internal static class PlacementCommands
{
    public static Command Create(ConnectionOptions connection) => new("placements", "Lists and shows reservations.") { List(connection), Show(connection) };

    public static Command CreateRelease(ConnectionOptions connection)
    {
        var id = Id();
        var release = new Command("release", "Gives everything of a reservation back, wherever it is.") { id };
        connection.Handle(release, async (parsed, session, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(id);
            var isDone = await session.Api.ReleaseAsync(name, cancellationToken);
            session.Printer.Show(new { reservationId = name, state = isDone ? "Released" : "Releasing" }, r => session.Printer.Say(
                isDone ? $"{name} is released." : $"{name} is being released: a zone that cannot be reached has yet to confirm."));
            return ExitCodes.Done;
        });
        return release;
    }

    private static Command List(ConnectionOptions connection)
    {
        var search = new Option<string?>("--query", "-q") { Description = "Part of an id, a name or a tenant." };
        var limit = new Option<int>("--limit") { Description = "Reservations at most; 0 for all.", DefaultValueFactory = _ => 50 };
        var list = new Command("list", "Lists reservations, the newest first.") { search, limit };
        connection.Handle(list, async (parsed, session, cancellationToken) =>
        {
            var most = parsed.GetValue(limit);
            if (most < 0)
            {
                throw new UsageException("--limit must be 0 or more.");
            }

            var found = await Pages.ReadAsync((q, token) => session.Api.ListPlacementsAsync(q, token), new ListQuery { Search = parsed.GetValue(search) }, most, cancellationToken);
            session.Printer.Show(found.Items, items => session.Printer.Table(
                ["reservation", "name", "tenant", "state", ">placed", ">asked", "policy", "created", "reason"],
                items.Select(r => new[] { r.ReservationId, Words.Of(r.Name), Words.Of(r.Tenant), r.State, Words.Of(r.Placed), Words.Of(r.Requested), r.Policy, Words.Of(r.CreatedAt), Words.Of(r.Reason) })));
            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Show(ConnectionOptions connection)
    {
        var id = Id();
        var show = new Command("show", "Shows a reservation with its instances.") { id };
        connection.Handle(show, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.GetPlacementAsync(parsed.GetRequiredValue(id), cancellationToken), r =>
            {
                session.Printer.Say($"{r.ReservationId} {r.Name}: {r.State}, {r.Placed} of {r.Requested}, policy {r.Policy}, {Words.Of(r.CreatedAt)}{(r.Reason is null ? "" : $", {r.Reason}")}");
                if (r.Position is { } position)
                {
                    session.Printer.Say($"Place {position} in the queue; lacks {Words.Of(r.Lacks ?? [])}");
                }

                session.Printer.Table(
                    ["instance", "state", "zone", "host", ">score"],
                    (r.Instances ?? []).Select(i => new[] { i.Id.ToString(), i.State, i.Zone, Words.Of(i.Host), Words.Of(i.Score) }));
            });
            return ExitCodes.Done;
        });
        return show;
    }

    private static Argument<string> Id() => new("reservation") { Description = "The reservation." };
}
