using System.CommandLine;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz zone</c>: the zone, its tree, its children.</summary>
internal static class ZoneCommands
{
    public static Command Create(ConnectionOptions connection)
    {
        var zone = new Command("zone", "Shows the zone, the tree below it, and its child zones.") { Tree(connection), Children(connection) };
        connection.Handle(zone, async (_, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.GetZoneAsync(cancellationToken), z => session.Printer.Table(
                ["name", "version", "driver", "policy", "console"], [[z.Name, z.Version, z.Driver, $"{z.Policy} {z.PolicyVersion}", Words.Of(z.PublicUrl)]]));
            return ExitCodes.Done;
        });
        return zone;
    }

    private static Command Tree(ConnectionOptions connection)
    {
        var depth = new Option<int?>("--depth") { Description = "Levels below the zone, 0 to 64; all when left out." };
        var tree = new Command("tree", "Shows the zone and everything below it.") { depth };
        connection.Handle(tree, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.GetTreeAsync(parsed.GetValue(depth), cancellationToken), root => session.Printer.Table(
                ["zone", "state", ">age", ">up", ">down", ">disabled", "used", "reason"], Lines(root, 0)));
            return ExitCodes.Done;
        });
        return tree;
    }

    private static Command Children(ConnectionOptions connection)
    {
        var children = new Command("children", "Lists the zones right below this one.");
        connection.Handle(children, async (_, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.ListChildrenAsync(new ListQuery { Limit = 1000 }, cancellationToken), page => session.Printer.Table(
                ["name", "state", "enabled", ">scale", ">offset", "address", "last error"],
                page.Items.Select(c => new[] { c.Name, c.State, c.Enabled ? "yes" : "no", Words.Of(c.WeightScale), Words.Of(c.WeightOffset), c.ApiUrl, Words.Of(c.LastError) })));
            return ExitCodes.Done;
        });
        return children;
    }

    private static IEnumerable<string[]> Lines(ZoneTree node, int level)
    {
        var name = node.Name == ZoneTree.Rest ? $"and {node.Zones} more" : node.Name;
        yield return
        [
            new string(' ', level * 2) + name, node.State, Words.Age(node.AgeMs), Words.Of(node.Hosts.Up), Words.Of(node.Hosts.Down), Words.Of(node.Hosts.Disabled),
            Words.Of(node.Resources), Words.Of(node.Reason),
        ];
        foreach (var line in node.Children.SelectMany(c => Lines(c, level + 1)))
        {
            yield return line;
        }
    }
}
