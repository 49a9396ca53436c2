using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NovaZones.Bench.Decisions;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Fleet;
using NovaZones.Core.Live;
using NovaZones.Core.Placement;
using NovaZones.Data;

namespace NovaZones.Bench.Claims;

/// <summary>A zone's ledger over its SQLite file, both as the product makes them, with hosts that never fill up.</summary>
internal sealed class ClaimsZone : IAsyncDisposable
{
    private const string Report = """{"inventories":{"VCPU":1000000000,"MEMORY_MB":1000000000000}}""";
    private const string Request = """{"resources":{"VCPU":1,"MEMORY_MB":2048},"capabilities":{}}""";

    private readonly ServiceProvider _services;
    private readonly FleetView _view = new();
    private readonly ImmutableArray<Host> _hosts;
    private readonly PlacementContext _context;
    private readonly PlacementExplanation _explanation;

    private ClaimsZone(ServiceProvider services, PlacementContext context, FleetSnapshot fleet)
    {
        _services = services;
        _context = context;
        Store = new MeasuredStore(services.GetRequiredService<IClaimStore>());
        Ledger = new FleetLedger(Store, _view, new ChangeFeed(), TimeProvider.System, NullLogger<FleetLedger>.Instance);
        _hosts = [.. fleet.Hosts];
        _explanation = new PlacementExplanation
        {
            Zone = "bench",
            Policy = "default",
            PolicyVersion = 1,
            Requested = 1,
            Placed = 1,
            Summary = $"Placed 1 of 1; {fleet.Count} hosts were considered.",
            Local = Planner.Plan(fleet, context, 1).Explanation,
            ElapsedMs = 0.321,
        };
    }

    public MeasuredStore Store { get; }

    public FleetLedger Ledger { get; }

    public int Hosts => _hosts.Length;

    public static async Task<ClaimsZone> CreateAsync(string directory, int hosts, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:DataDirectory"] = directory }).Build();
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddZoneDatabase(configuration).BuildServiceProvider();
        await services.GetRequiredService<ZoneDatabaseInitializer>().InitializeAsync(cancellationToken).ConfigureAwait(false);
        var workload = new Workload
        {
            Name = "claims",
            Hosts = hosts,
            Shapes = [new HostShape { Report = Element(Report) }],
            Request = Element(Request),
            Weights = ImmutableSortedDictionary.CreateRange<string, double>([new("ram", 1), new("cpu", 1)]),
        };
        var context = WorkloadContext.Of(workload);
        var zone = new ClaimsZone(services, context, WorkloadFleet.Build(workload, context));
        await zone.Ledger.LoadAsync(cancellationToken).ConfigureAwait(false);
        await zone.Ledger.StartAsync(cancellationToken).ConfigureAwait(false);
        foreach (var part in zone._hosts.Chunk(10_000))
        {
            await zone.Ledger.DecideAsync(
                batch =>
                {
                    Array.ForEach(part, host => batch.PutHost(host, reportChanged: true));
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return zone;
    }

    /// <summary>Claims slots that were planned on the newest picture and writes all that a placement writes.</summary>
    /// <param name="first">The host of the first slot; each further one stands on the next host.</param>
    /// <param name="count">Slots.</param>
    /// <returns>How many were taken, once that is durable.</returns>
    public Task<int> ClaimAsync(int first, int count)
    {
        var fleet = _view.Current;
        var slots = ImmutableArray.CreateBuilder<Slot>(count);
        var seen = new Dictionary<Guid, int>(Math.Min(count, Hosts));
        for (var i = 0; i < count; i++)
        {
            var host = fleet.Find(_hosts[(first + i) % Hosts].Id)!;
            var earlier = seen.GetValueOrDefault(host.Id);
            seen[host.Id] = earlier + 1;
            slots.Add(new Slot(
                host.Id, host.Name, host.Generation + earlier, 1.875, 1,
                [new AllocationPart(host.Id, ResourceClass.Vcpu, 1), new AllocationPart(host.Id, "MEMORY_MB", 2048)]));
        }

        var planned = slots.MoveToImmutable();
        return Ledger.DecideAsync(batch => Keep(batch, planned), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.StopAsync(CancellationToken.None).ConfigureAwait(false);
        Ledger.Dispose();
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private int Keep(LedgerBatch batch, ImmutableArray<Slot> slots)
    {
        var conflicts = new List<string>();
        var taken = SlotClaim.Take(batch, slots, _context, conflicts);
        var id = ReservationId.Create();
        var instances = new List<Instance>(taken.Length);
        foreach (var slot in taken)
        {
            var instance = new Instance
            {
                Id = Guid.CreateVersion7(),
                ReservationId = id,
                Index = instances.Count,
                State = InstanceState.Placed,
                HostId = slot.HostId,
                HostName = slot.HostName,
                ZonePath = "bench",
                Score = slot.Score,
                Parts = slot.Parts,
                CreatedAt = batch.Now,
            };
            instances.Add(instance);
            batch.SaveInstance(instance, isNew: true);
        }

        var answer = new PlacementAnswer
        {
            ReservationId = id,
            State = nameof(ReservationState.Placed),
            Requested = slots.Length,
            Placed = taken.Length,
            Instances = [.. instances.Select(i => new PlacedInstance(i.Id, i.ZonePath, i.HostName, i.Score, []))],
            Children = [],
            ElapsedMs = 0.321,
            Explanation = string.Create(CultureInfo.InvariantCulture, $"/api/v1/placements/{id}/explanation"),
        };
        batch.SaveReservation(new Reservation
        {
            Id = id,
            Caller = "token:bench",
            State = ReservationState.Placed,
            Requested = slots.Length,
            Placed = taken.Length,
            Policy = "default",
            CreatedAt = batch.Now,
            RequestJson = _context.Request.Json,
            AnswerStatus = 201,
            AnswerJson = JsonSerializer.Serialize(answer, WireJson.Options),
        });
        var explanation = _explanation with { Requested = slots.Length, Placed = taken.Length, Conflicts = [.. conflicts] };
        batch.SaveExplanation(new ExplanationRecord(id, explanation, batch.Now));
        return taken.Length;
    }
}
