using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Columns;

namespace NovaZones.Bench.Decisions;

/// <summary>Makes the hosts of a workload; the same for every run.</summary>
internal static class WorkloadFleet
{
    private const int Seed = 20111013;

    public static FleetSnapshot Build(Workload workload, PlacementContext context)
    {
        var random = new Random(Seed);
        var templates = workload.Shapes.Select(s => (Shape: s, Host: Template(s), Values: Values(s))).ToList();
        var sum = workload.Shapes.Sum(s => s.Share);
        var hosts = new List<Host>(workload.Hosts);
        for (var i = 0; i < workload.Hosts; i++)
        {
            var at = random.NextDouble() * sum;
            var pick = 0;
            while (pick < templates.Count - 1 && (at -= templates[pick].Shape.Share) >= 0)
            {
                pick++;
            }

            hosts.Add(One(string.Create(CultureInfo.InvariantCulture, $"host-{i:D7}"), templates[pick].Host, templates[pick].Shape, templates[pick].Values, workload.FilledUpTo, context.Now, random));
        }

        if (workload.Order == "ascending")
        {
            var candidate = new Candidate();
            hosts = [.. hosts.OrderBy(h => ScoreOf(h, candidate, context))];
        }

        return FleetSnapshot.Of(hosts);
    }

    private static double ScoreOf(Host host, Candidate candidate, PlacementContext context)
    {
        candidate.MoveTo(host);
        return Score.Of(context, candidate);
    }

    private static Host Template(HostShape shape) =>
        HostReportParser.TryParse(shape.Report, "template", out var report, out var faults)
            ? HostReportMerge.Create(report!, DateTimeOffset.UnixEpoch)
            : throw new JsonException($"shapes: {string.Join("; ", faults)}");

    private static Dictionary<string, CapabilityValue[]> Values(HostShape shape) =>
        shape.Vary.ToDictionary(v => v.Key, v => v.Value.Deserialize<CapabilityValue[]>() ?? [], StringComparer.Ordinal);

    private static Host One(
        string name, Host template, HostShape shape, Dictionary<string, CapabilityValue[]> values, double filledUpTo, DateTimeOffset now, Random random)
    {
        var providers = template.Providers.Select((p, index) => p with
        {
            Id = Guid.CreateVersion7(),
            Name = index == 0 ? name : p.Name,
            Inventories = filledUpTo == 0 ? p.Inventories : [.. p.Inventories.Select(u => u with { Used = (long)(u.Inventory.Capacity * random.NextDouble() * filledUpTo) })],
        });
        var capabilities = template.Capabilities;
        foreach (var (capability, choices) in values)
        {
            capabilities = capabilities.SetItem(capability, choices[random.Next(choices.Length)]);
        }

        return template with
        {
            Name = name,
            Providers = [.. providers],
            Heartbeat = new Heartbeat(now),
            Capabilities = capabilities,
            AvailabilityZone = shape.AvailabilityZones.IsDefaultOrEmpty ? template.AvailabilityZone : shape.AvailabilityZones[random.Next(shape.AvailabilityZones.Length)],
        };
    }
}
