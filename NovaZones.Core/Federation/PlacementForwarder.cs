using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NovaZones.Core.Federation.Wire;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Groups;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Zones;

namespace NovaZones.Core.Federation;

/// <summary>Asks the children for slots, all at once, each within its own time.</summary>
internal sealed class PlacementForwarder(
    ChildZoneRegistry registry, IChildZoneClient client, ZoneIdentity identity, MixWire mixes, IOptions<FederationOptions> options, TimeProvider time)
{
    /// <summary>Members of a request that concern the zone it was sent to alone.</summary>
    private static readonly string[] Kept = ["name", "count", "minCount", "deadlineMs", "dryRun", "alternates", "weights", "waitForCapacity", "plan", "zones"];

    /// <summary>Whether there is any child.</summary>
    public bool HasChildren => registry.All.Any();

    /// <summary>
    /// Asks those that the summaries do not rule out; when what they and <paramref name="ownSlots"/> offer is not enough, also the rest.
    /// Never throws for what a child does; every child appears in the answer.
    /// </summary>
    public async Task<ImmutableArray<ChildOffer>> AskAsync(TreeAsk ask, int ownSlots, CancellationToken cancellationToken)
    {
        var offers = new List<ChildOffer>();
        var likely = new List<(ChildState State, ZoneDemand Zones)>();
        var unlikely = new List<(ChildState State, ZoneDemand Zones, string Reason)>();

        // Where the members of a group are is known only to who holds them, however full: all are asked.
        var isGroups = ask.Lanes || ask.Request.Group?.Policy == GroupPolicy.Affinity;
        foreach (var state in registry.All)
        {
            if (NotAsked(ask, state, out var zones) is { } explanation)
            {
                offers.Add(new ChildOffer(state.Child, [], [], null, explanation));
            }
            else if (!isGroups && state.Info is { } info && SummaryScreen.RuleOut(ask.Request, info.Summary) is { } reason)
            {
                unlikely.Add((state, zones!, reason));
            }
            else
            {
                likely.Add((state, zones!));
            }
        }

        offers.AddRange(await Task.WhenAll(likely.Select(c => AskOneAsync(ask, c.State.Child, c.Zones, null, cancellationToken))).ConfigureAwait(false));
        if (ownSlots + offers.Sum(o => o.Scores.Length) < ask.Count && time.GetUtcNow() < ask.DeadlineAt)
        {
            offers.AddRange(await Task.WhenAll(unlikely.Select(c => AskOneAsync(ask, c.State.Child, c.Zones, c.Reason, cancellationToken))).ConfigureAwait(false));
        }
        else
        {
            offers.AddRange(unlikely.Select(c => new ChildOffer(c.State.Child, [], [], null, Explain(c.State.Child, "Skipped", $"not needed: {c.Reason}"))));
        }

        return [.. offers.OrderBy(o => o.Child.Name, StringComparer.Ordinal)];
    }

    /// <summary>Asks every child how many more would fit there, all at once. Never throws for what a child does.</summary>
    public async Task<ImmutableArray<ZoneCapacity>> AskCapacityAsync(TreeAsk ask, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(registry.All.Select(s => AskCapacityOfAsync(ask, s, cancellationToken))).ConfigureAwait(false);
        return [.. answers.SelectMany(a => a).OrderBy(z => z.Zone, StringComparer.Ordinal)];
    }

    private async Task<IEnumerable<ZoneCapacity>> AskCapacityOfAsync(TreeAsk ask, ChildState state, CancellationToken cancellationToken)
    {
        var child = state.Child;
        if (NotAsked(ask, state, out var zones) is { } explanation)
        {
            return [new ZoneCapacity(child.Name, 0, 0, explanation.Outcome, explanation.Reason)];
        }

        var left = ask.DeadlineAt - time.GetUtcNow();
        var timeout = left * 0.9 < options.Value.ChildTimeout ? left * 0.9 : options.Value.ChildTimeout;
        if (timeout <= TimeSpan.Zero)
        {
            return [new ZoneCapacity(child.Name, 0, 0, "Skipped", "the deadline left no time to ask")];
        }

        var body = new SelectBody
        {
            Request = ForChild(ask.Request, zones!),
            Count = 1,
            Weights = ask.Weights,
            Path = ask.Path,
            HopsLeft = ask.HopsLeft - 1,
            DeadlineMs = Math.Max(1, (int)(timeout.TotalMilliseconds * 0.9)),
        };
        switch (await client.CapacityAsync(child, body, timeout, cancellationToken).ConfigureAwait(false))
        {
            case ChildReply<CapacityAnswer>.Answered(var answer) when answer.Zones.IsDefault || answer.Zones.Any(z => z is null || z.Count < 0 || z.LargestOnOneHost < 0 || z.Zone is null):
                return [new ZoneCapacity(child.Name, 0, 0, "Failed", "its answer makes no sense")];
            case ChildReply<CapacityAnswer>.Answered(var answer):
                // The first entry is the child's own hosts, unless the request left them out; the rest lies below it.
                var own = state.Info?.Name;
                return answer.Zones.Select(z => z with { Zone = z.Zone == own ? child.Name : ZonePath.Join(child.Name, z.Zone) });
            case ChildReply<CapacityAnswer>.Refused(var status, var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "Failed", $"refused with {status}: {reason}")];
            case ChildReply<CapacityAnswer>.TimedOut(var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "TimedOut", reason)];
            case ChildReply<CapacityAnswer>.Failed(var reason):
                return [new ZoneCapacity(child.Name, 0, 0, "Failed", reason)];
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private ChildExplanation? NotAsked(TreeAsk ask, ChildState state, out ZoneDemand? zones)
    {
        zones = ZonePath.ForChild(ask.Request.Zones, identity.Name, state.Child.Name);
        return state.Health switch
        {
            ChildHealth.Disabled => Explain(state.Child, "Skipped", "switched off by the operator"),
            ChildHealth.Offline => Explain(state.Child, "Open", $"offline: {state.LastError}"),
            _ when zones is null => Explain(state.Child, "Skipped", "the request leaves this zone out"),
            _ when ask.HopsLeft <= 0 => Explain(state.Child, "Skipped", "the hop limit is reached"),
            _ when state.Info is { } info && ask.Path.Contains(info.Id) => Explain(state.Child, "Skipped", "the request came through this zone"),
            _ => null,
        };
    }

    private async Task<ChildOffer> AskOneAsync(TreeAsk ask, ChildZone child, ZoneDemand zones, string? doubt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var left = ask.DeadlineAt - time.GetUtcNow();

        // At most half of what is left: the other half is for claiming, and for another round if this child fails.
        var timeout = left / 2 < options.Value.ChildTimeout ? left / 2 : options.Value.ChildTimeout;
        if (timeout <= TimeSpan.Zero)
        {
            return new ChildOffer(child, [], [], null, Explain(child, "Skipped", "the deadline left no time to ask"));
        }

        var axes = ask.Lanes ? SpreadAxis.CountOf(ask.Request, ask.Weights.Keys) : 0;
        var body = new SelectBody
        {
            Request = ForChild(ask.Request, zones),
            Count = ask.Count,
            Weights = ask.Weights,
            Mix = mixes.Write(ask.Mix, ask.Weights),
            Path = ask.Path,
            HopsLeft = ask.HopsLeft - 1,
            DeadlineMs = Math.Max(1, (int)(timeout.TotalMilliseconds * 0.9)),
            Alternates = ask.Alternates,
            Lanes = ask.Lanes,
        };
        var reply = await client.SelectAsync(child, body, timeout, cancellationToken).ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        switch (reply)
        {
            case ChildReply<SelectResponse>.Answered(var answer) when (ask.Lanes ? LaneFlaws.Of(answer, axes) : Flaw(answer, ask)) is { } flaw:
                registry.Failed(child.Id, flaw);
                return new ChildOffer(child, [], [], null, Explain(child, "Failed", flaw, elapsed));
            case ChildReply<SelectResponse>.Answered({ Lanes: null }) when ask.Lanes:
                registry.Succeeded(child.Id, null, null);
                return new ChildOffer(child, [], [], null, Explain(child, "Skipped", "its version knows no lanes: it cannot take part in a spread over several zones", elapsed));
            case ChildReply<SelectResponse>.Answered({ Lanes: { } lanes } answer) when ask.Lanes:
                registry.Succeeded(child.Id, null, null);
                var note = answer.LanesCut ? "it has more domains or slots than one answer holds; the rest was taken for full" : doubt;
                return new ChildOffer(child, [], [], answer.Plan, Explain(child, "Answered", note, elapsed) with
                {
                    Offered = lanes.Sum(l => l.Scores.Length),
                    Local = answer.Local,
                    Children = answer.Children,
                })
                {
                    Lanes = [.. lanes.Select(l => l with { Scores = [.. l.Scores.Select(s => Adjust(child, s))] })],
                    Domains = answer.Domains,
                };
            case ChildReply<SelectResponse>.Answered(var answer):
                registry.Succeeded(child.Id, null, null);
                var scores = answer.Scores.Select(s => Adjust(child, s));
                return new ChildOffer(child, [.. scores], answer.Ties, answer.Plan, Explain(child, "Answered", doubt, elapsed) with
                {
                    Offered = answer.Scores.Length,
                    Local = answer.Local,
                    Children = answer.Children,
                })
                {
                    GroupMembers = answer.GroupMembers,
                    Alternates = [.. answer.Alternates.Select(a => new AlternateHost(child.Id, a.Tie, Adjust(child, a.Score), ZonePath.Join(child.Name, a.Zone), a.Host))],
                };
            case ChildReply<SelectResponse>.Refused(var status, var reason):
                // It is alive and said no: not the breaker's business.
                return new ChildOffer(child, [], [], null, Explain(child, "Failed", $"refused with {status}: {reason}", elapsed));
            case ChildReply<SelectResponse>.TimedOut(var reason):
                registry.Failed(child.Id, reason);
                return new ChildOffer(child, [], [], null, Explain(child, "TimedOut", reason, elapsed));
            case ChildReply<SelectResponse>.Failed(var reason):
                registry.Failed(child.Id, reason);
                return new ChildOffer(child, [], [], null, Explain(child, "Failed", reason, elapsed));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A child's answer is input from outside: what is wrong with it, or null.</summary>
    private static string? Flaw(SelectResponse answer, TreeAsk ask)
    {
        if (answer.Scores.IsDefault || answer.Ties.IsDefault || answer.Scores.Length != answer.Ties.Length)
        {
            return "its answer has not as many ties as scores";
        }

        if (answer.Scores.Length > ask.Count)
        {
            return "its answer has more slots than were asked for";
        }

        if (answer.Scores.Any(s => !double.IsFinite(s)))
        {
            return "its answer has a score that is no number";
        }

        if (answer.Alternates.IsDefault || answer.Alternates.Length > ask.Alternates || answer.Alternates.Any(a => a is null || !double.IsFinite(a.Score)))
        {
            return "its answer has alternates that were not asked for or make no sense";
        }

        return answer.Scores.Length > 0 && string.IsNullOrEmpty(answer.Plan) ? "its answer has slots but no plan" : null;
    }

    private static double Adjust(ChildZone child, double score) => child.WeightOffset + (child.WeightScale * score);

    private static JsonElement ForChild(PlacementRequest request, ZoneDemand zones)
    {
        var body = JsonNode.Parse(request.Json)!.AsObject();
        foreach (var name in Kept)
        {
            body.Remove(name);
        }

        if (!zones.Only.IsEmpty || !zones.Not.IsEmpty)
        {
            body["zones"] = JsonSerializer.SerializeToNode(new { only = zones.Only, not = zones.Not });
        }

        return JsonSerializer.SerializeToElement(body);
    }

    private static ChildExplanation Explain(ChildZone child, string outcome, string? reason, double elapsedMs = 0) =>
        new() { Zone = child.Name, Outcome = outcome, Reason = reason, ElapsedMs = Math.Round(elapsedMs, 3) };
}
