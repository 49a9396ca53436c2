using System.CommandLine;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz hosts</c>: the zone's own hosts.</summary>
internal static class HostCommands
{
    public static Command Create(ConnectionOptions connection) => new("hosts", "Lists and steers the zone's own hosts.")
    {
        List(connection), Show(connection), Disable(connection), Enable(connection), Remove(connection),
    };

    private static Command List(ConnectionOptions connection)
    {
        var search = new Option<string?>("--query", "-q") { Description = "What to search for, as in the console: a name, or the query language." };
        var sort = new Option<string?>("--sort") { Description = "Field to sort by, with a leading - for the other way round." };
        var limit = new Option<int>("--limit") { Description = "Hosts at most; 0 for all.", DefaultValueFactory = _ => 100 };
        var list = new Command("list", "Lists hosts.") { search, sort, limit };
        connection.Handle(list, async (parsed, session, cancellationToken) =>
        {
            var most = parsed.GetValue(limit);
            if (most < 0)
            {
                throw new UsageException("--limit must be 0 or more.");
            }

            var query = new ListQuery { Search = parsed.GetValue(search), Sort = parsed.GetValue(sort) };
            var hosts = await Pages.ReadAsync((q, token) => session.Api.ListHostsAsync(q, token), query, most, cancellationToken);
            session.Printer.Show(hosts.Items, items => session.Printer.Table(
                ["name", "state", "admin", "availability zone", ">instances", "used", "last report"],
                items.Select(h => new[] { h.Name, h.State, h.AdminState, Words.Of(h.AvailabilityZone), Words.Of(h.Instances), Words.Of(h.Inventories), Words.Of(h.LastReportAt) })));
            if (hosts.IsCut)
            {
                await session.Surroundings.Error.WriteLineAsync($"There are more than {most}: see --limit.");
            }

            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Show(ConnectionOptions connection)
    {
        var name = Name();
        var show = new Command("show", "Shows a host with everything it reports.") { name };
        connection.Handle(show, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.GetHostAsync(parsed.GetRequiredValue(name), cancellationToken), host => Print(session.Printer, host));
            return ExitCodes.Done;
        });
        return show;
    }

    private static Command Disable(ConnectionOptions connection)
    {
        var name = Name();
        var reason = new Option<string?>("--reason") { Description = "Why, for those who find it disabled." };
        var disable = new Command("disable", "Keeps a host out of new placements.") { name, reason };
        connection.Handle(disable, async (parsed, session, cancellationToken) =>
        {
            var host = await session.Api.DisableHostAsync(parsed.GetRequiredValue(name), parsed.GetValue(reason), cancellationToken);
            session.Printer.Show(host, h => session.Printer.Say($"{h.Name} is disabled; {h.Instances} instances stay on it."));
            return ExitCodes.Done;
        });
        return disable;
    }

    private static Command Enable(ConnectionOptions connection)
    {
        var name = Name();
        var enable = new Command("enable", "Lets a host take placements again.") { name };
        connection.Handle(enable, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.EnableHostAsync(parsed.GetRequiredValue(name), null, cancellationToken), h => session.Printer.Say($"{h.Name} is enabled."));
            return ExitCodes.Done;
        });
        return enable;
    }

    private static Command Remove(ConnectionOptions connection)
    {
        var name = Name();
        var force = new Option<bool>("--force") { Description = "Also when it holds instances, which are then forgotten." };
        var remove = new Command("remove", "Forgets a host.") { name, force };
        connection.Handle(remove, async (parsed, session, cancellationToken) =>
        {
            await session.Api.DeleteHostAsync(parsed.GetRequiredValue(name), parsed.GetValue(force), cancellationToken);
            session.Printer.Say($"{parsed.GetRequiredValue(name)} is removed.");
            return ExitCodes.Done;
        });
        return remove;
    }

    private static Argument<string> Name() => new("host") { Description = "The host's name." };

    private static void Print(Printer printer, Host host)
    {
        printer.Table(
            ["name", "state", "admin", "reason", "availability zone", ">generation", ">instances", "last report"],
            [[host.Name, host.State, host.AdminState, Words.Of(host.DisabledReason), Words.Of(host.AvailabilityZone), Words.Of(host.Generation), Words.Of(host.Instances), Words.Of(host.LastReportAt)]]);
        printer.Say($"\nTraits: {Words.Of(host.Traits)}\nAggregates: {Words.Of(host.Aggregates)}\n");
        printer.Table(
            ["provider", "class", ">used", ">capacity", ">total", ">reserved", ">ratio", ">min", ">max", ">step"],
            Rows(new Provider(host.Name, host.Inventories, host.Traits, host.Providers), 0));
        if (host.Capabilities.Count > 0)
        {
            printer.Say("");
            printer.Table(["capability", "value"], host.Capabilities.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new[] { c.Key, c.Value.ToString() }));
        }
    }

    private static IEnumerable<string[]> Rows(Provider provider, int level) =>
        provider.Inventories.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => new[]
        {
            new string(' ', level * 2) + provider.Name, i.Key, Words.Of(i.Value.Used), Words.Of(i.Value.Capacity), Words.Of(i.Value.Total), Words.Of(i.Value.Reserved),
            Words.Of(i.Value.AllocationRatio), Words.Of(i.Value.MinUnit), Words.Of(i.Value.MaxUnit), Words.Of(i.Value.StepSize),
        }).Concat(provider.Providers.SelectMany(p => Rows(p, level + 1)));
}
