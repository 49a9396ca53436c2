using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Data;

namespace NovaZones.Bench.Fleets;

/// <summary>Fills a zone's file through the product's own store: hosts, and what is placed on them.</summary>
internal static class FleetFile
{
    private const int HostsOfGroup = 2_000;
    private const int InstancesOfReservation = 4;
    private const int ReservationsOfGroup = 1_000;

    private static readonly string[] Classes = [ResourceClass.Vcpu, ResourceClass.MemoryMb, "DISK_GB"];

    /// <summary>Most classes that an instance can take.</summary>
    public static int MostClasses => Classes.Length;

    /// <param name="directory">Where <c>zone.db</c> is made.</param>
    /// <param name="hosts">How many.</param>
    /// <param name="instances">How many, spread evenly over the hosts.</param>
    /// <param name="classes">Classes that each instance takes: its rows of allocations.</param>
    /// <param name="cancellationToken">Gives up between groups.</param>
    public static async Task MakeAsync(string directory, int hosts, int instances, int classes, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:DataDirectory"] = directory }).Build();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddZoneDatabase(configuration).BuildServiceProvider();
        await using (services.ConfigureAwait(false))
        {
            await services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(cancellationToken).ConfigureAwait(false);
            var store = services.GetRequiredService<IClaimStore>();
            var now = TimeProvider.System.GetUtcNow();
            var fleet = new List<Host>(hosts);
            foreach (var group in Enumerable.Range(0, hosts).Chunk(HostsOfGroup))
            {
                var made = group.Select(i => Parse(FleetLines.Of(i), now)).ToList();
                fleet.AddRange(made);
                await store.CommitAsync(Changes([.. made.Select(h => new HostChange(null, h, true))], [], []), cancellationToken).ConfigureAwait(false);
            }

            var next = 0;
            while (next < instances)
            {
                await store.CommitAsync(NextGroup(fleet, ref next, instances, classes, now), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static FleetChanges NextGroup(List<Host> fleet, ref int next, int instances, int classes, DateTimeOffset now)
    {
        var before = new Dictionary<int, Host>();
        var added = new List<InstanceChange>();
        var reservations = new List<Reservation>();
        while (next < instances && reservations.Count < ReservationsOfGroup)
        {
            var count = Math.Min(InstancesOfReservation, instances - next);
            var reservation = new Reservation
            {
                Id = ReservationId.Create(),
                Tenant = "tenant-1",
                Caller = "token:bench",
                State = ReservationState.Placed,
                Requested = count,
                Placed = count,
                Policy = "default",
                CreatedAt = now,
                RequestJson = """{"count":4,"resources":{"DISK_GB":20,"MEMORY_MB":2048,"VCPU":1}}""",
                AnswerStatus = 201,
                AnswerJson = "{}",
            };
            reservations.Add(reservation);
            for (var i = 0; i < count; i++, next++)
            {
                var at = next % fleet.Count;
                before.TryAdd(at, fleet[at]);
                var host = fleet[at];
                var instance = new Instance
                {
                    Id = Guid.CreateVersion7(),
                    ReservationId = reservation.Id,
                    Index = i,
                    State = InstanceState.Placed,
                    HostId = host.Id,
                    HostName = host.Name,
                    ZonePath = "bench",
                    Score = 1.5,
                    Parts = [.. Classes.Take(classes).Select(c => new AllocationPart(host.Id, c, 1))],
                    CreatedAt = now,
                };
                added.Add(new InstanceChange(instance, true));
                fleet[at] = host.WithInstance(instance.Parts);
            }
        }

        return Changes([.. before.Select(b => new HostChange(b.Value, fleet[b.Key], false))], added, reservations);
    }

    private static FleetChanges Changes(IReadOnlyList<HostChange> hosts, IReadOnlyList<InstanceChange> instances, IReadOnlyList<Reservation> reservations) => new()
    {
        Hosts = hosts,
        RemovedHosts = [],
        Instances = instances,
        RemovedInstances = [],
        Reservations = reservations,
        ReservationStates = [],
        Explanations = [],
    };

    private static Host Parse(string line, DateTimeOffset now)
    {
        using var document = JsonDocument.Parse(line);
        return HostReportParser.TryParse(document.RootElement, null, out var report, out var faults)
            ? HostReportMerge.Create(report!, now)
            : throw new JsonException(string.Join("; ", faults));
    }
}
