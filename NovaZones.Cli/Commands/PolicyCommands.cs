using System.CommandLine;
using System.Globalization;
using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz policies</c>: filters and weights.</summary>
internal static class PolicyCommands
{
    public static Command Create(ConnectionOptions connection) => new("policies", "Shows and changes policies.")
    {
        List(connection), Show(connection), Versions(connection), Set(connection), Remove(connection),
    };

    private static Command List(ConnectionOptions connection)
    {
        var list = new Command("list", "Lists the policies in force.");
        connection.Handle(list, async (_, session, cancellationToken) =>
        {
            var found = await Pages.ReadAsync((q, token) => session.Api.ListPoliciesAsync(q, token), new ListQuery(), 0, cancellationToken);
            session.Printer.Show(found.Items, items => session.Printer.Table(["name", ">version", "driver", "weights"], items.Select(p => new[] { p.Name, Words.Of(p.Version), Words.Of(p.Driver), Weights(p) })));
            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Show(ConnectionOptions connection)
    {
        var name = Name();
        var show = new Command("show", "Shows the version of a policy that is in force.") { name };
        connection.Handle(show, async (parsed, session, cancellationToken) =>
        {
            session.Printer.Show(await session.Api.GetPolicyAsync(parsed.GetRequiredValue(name), cancellationToken), p => Print(session.Printer, p));
            return ExitCodes.Done;
        });
        return show;
    }

    private static Command Versions(ConnectionOptions connection)
    {
        var name = Name();
        var versions = new Command("versions", "Lists the versions of a policy, the newest first.") { name };
        connection.Handle(versions, async (parsed, session, cancellationToken) =>
        {
            var found = await Pages.ReadAsync((q, token) => session.Api.ListPolicyVersionsAsync(parsed.GetRequiredValue(name), q, token), new ListQuery(), 0, cancellationToken);
            session.Printer.Show(found.Items, items => session.Printer.Table(
                [">version", "created", "by", "weights", "comment"],
                items.Select(p => new[] { Words.Of(p.Version), Words.Of(p.CreatedAt), Words.Of(p.CreatedBy), Weights(p), Words.Of(p.Comment) })));
            return ExitCodes.Done;
        });
        return versions;
    }

    private static Command Set(ConnectionOptions connection)
    {
        var name = Name();
        var weights = new Option<string[]>("--weight", "-w") { Description = "WEIGHER=MULTIPLIER; the others stay; may be repeated.", AllowMultipleArgumentsPerToken = true, Required = true };
        var comment = new Option<string?>("--comment", "-m") { Description = "Why, for those who read the history." };
        var from = new Option<int?>("--expected-version") { Description = "Save only if this version is in force." };
        var set = new Command("set", "Changes weights of a policy: saves its next version.") { name, weights, comment, from };
        connection.Handle(set, async (parsed, session, cancellationToken) =>
        {
            var change = new PolicyChange
            {
                Weights = parsed.GetRequiredValue(weights).Select(Pair).GroupBy(p => p.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal),
                Comment = parsed.GetValue(comment),
                ExpectedVersion = parsed.GetValue(from),
            };
            session.Printer.Show(await session.Api.SavePolicyAsync(parsed.GetRequiredValue(name), change, cancellationToken), p => Print(session.Printer, p));
            return ExitCodes.Done;
        });
        return set;
    }

    private static Command Remove(ConnectionOptions connection)
    {
        var name = Name();
        var remove = new Command("remove", "Removes a policy with all its versions.") { name };
        connection.Handle(remove, async (parsed, session, cancellationToken) =>
        {
            await session.Api.DeletePolicyAsync(parsed.GetRequiredValue(name), cancellationToken);
            session.Printer.Say($"{parsed.GetRequiredValue(name)} is removed.");
            return ExitCodes.Done;
        });
        return remove;
    }

    private static KeyValuePair<string, double> Pair(string text)
    {
        var cut = text.LastIndexOf('=');
        return cut > 0 && double.TryParse(text[(cut + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var multiplier) && double.IsFinite(multiplier)
            ? new(text[..cut], multiplier)
            : throw new UsageException($"--weight must be WEIGHER=MULTIPLIER, not {text}.");
    }

    private static Argument<string> Name() => new("policy") { Description = "The policy's name." };

    private static void Print(Printer printer, Policy p)
    {
        printer.Say($"{p.Name} version {p.Version}, {Words.Of(p.CreatedAt)}{(p.CreatedBy is null ? "" : $" by {p.CreatedBy}")}{(p.Comment is null ? "" : $": {p.Comment}")}");
        printer.Say($"Driver: {p.Driver ?? "the zone's"}\nFilters: {Words.Of(p.Filters)}\n");
        printer.Table(["weigher", ">multiplier"], p.Weights.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => new[] { w.Key, Words.Of(w.Value) }));
    }

    private static string Weights(Policy p) => Words.Of(p.Weights.Where(w => w.Value != 0).OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key}={Words.Of(w.Value)}"));
}
