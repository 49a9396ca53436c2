using System.CommandLine;
using System.CommandLine.Parsing;
using NovaZones.Bench.Openb;
using NovaZones.Web.Demo.Client;
using NovaZones.Web.Demo.Zones;
using Spectre.Console;

namespace NovaZones.Bench.Replay;

/// <summary>The <c>replay</c> verb: its options, and the outcomes it turns into an exit code.</summary>
internal static class ReplayCommand
{
    internal static Command Create()
    {
        var nodes = new Option<FileInfo>("--nodes") { Required = true, Description = "openb node list, .csv or .csv.gz" };
        var pods = new Option<FileInfo>("--pods") { Required = true, Description = "openb pod list, .csv or .csv.gz" };
        var url = new Option<Uri?>("--url") { CustomParser = ParseUrl, Description = "an empty running zone to drive; without it the replay starts its own" };
        var token = new Option<string?>("--token") { Description = "administrator's API token of that zone" };
        var zones = new Option<int>("--zones")
        {
            DefaultValueFactory = _ => 1,
            Description = "own zones: 1, or a root without hosts and the nodes cut evenly over N-1 zones below it (three levels from 4 on)",
        };
        var departures = new Option<bool>("--departures") { Description = "release tasks in order of deletion_time, and all at the end" };
        var concurrency = new Option<int>("--concurrency")
        {
            DefaultValueFactory = _ => 1,
            Description = "requests in flight; they are always sent in order of creation, but only 1 (the default) makes each see the one before it, so that a run can be repeated exactly",
        };
        var limit = new Option<int?>("--limit") { Description = "offer only the first N tasks" };
        var policy = new Option<string?>("--policy") { Description = "name of the zone's policy to place with" };
        var json = new Option<FileInfo?>("--json") { Description = "write the results there as JSON, too" };

        Range(zones, 1, TreeCut.MaxZones);
        Range(concurrency, 1, 1_024);
        nodes.AcceptExistingOnly();
        pods.AcceptExistingOnly();
        var command = new Command("replay", "Offers every task of a real cluster's trace to a zone or a tree of zones over HTTP, and checks the books.")
        {
            nodes, pods, url, token, zones, departures, concurrency, limit, policy, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is not null && result.GetResult(token) is null)
            {
                result.AddError("--url needs --token.");
            }

            if (result.GetResult(url) is not null && result.GetResult(zones) is { Implicit: false })
            {
                result.AddError("--zones starts own zones and cannot go with --url.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ReplayOptions(parsed.GetRequiredValue(nodes), parsed.GetRequiredValue(pods))
            {
                Url = parsed.GetValue(url),
                Token = parsed.GetValue(token),
                Zones = parsed.GetValue(zones),
                Departures = parsed.GetValue(departures),
                Concurrency = parsed.GetValue(concurrency),
                Limit = parsed.GetValue(limit),
                Policy = parsed.GetValue(policy),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
        return command;
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
        {
            return url;
        }

        argument.AddError($"--url must be an http or https address, not \"{text}\".");
        return null;
    }

    private static void Range(Option<int> option, int min, int max) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
        {
            result.AddError($"{option.Name} must be {min} to {max}.");
        }
    });

    private static async Task<int> RunAsync(ReplayOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new ReplayRun(options, AnsiConsole.Console).RunAsync(cancellationToken);
            return result.Sound ? 0 : 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing is left running.");
            return 130;
        }
        catch (Exception ex) when (ex is TraceFormatException or ZoneProcessException || ZoneCalls.IsUnanswered(ex, cancellationToken))
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }
}
