using System.Collections.Immutable;
using NovaZones.Core.Claims;
using NovaZones.Core.Fleet;
using NovaZones.Core.Placement;

namespace NovaZones.Tests.Support.Builders;

/// <summary>Valid, boring things to store; a test changes what it is about with <c>with</c>.</summary>
internal static class Stored
{
    /// <summary>A whole microsecond, since no database keeps less.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static FleetChanges NoChanges { get; } = new()
    {
        Hosts = [],
        RemovedHosts = [],
        Instances = [],
        RemovedInstances = [],
        Reservations = [],
        ReservationStates = [],
        Explanations = [],
    };

    /// <summary>A host with 16 VCPU on its root and nothing else.</summary>
    public static Host Host(string name) => new()
    {
        Name = name,
        Generation = 1,
        Providers = [Provider(name, -1, new InventoryUsage(ResourceClass.Vcpu, new Inventory(16), 0))],
        Heartbeat = new Heartbeat(Noon),
    };

    public static ResourceProvider Provider(string name, int parent, params InventoryUsage[] inventories) =>
        new() { Id = Guid.CreateVersion7(), Name = name, Parent = parent, Inventories = [.. inventories] };

    public static Instance InstanceOn(Host host, string reservationId, long vcpus = 1) => new()
    {
        Id = Guid.CreateVersion7(),
        ReservationId = reservationId,
        Index = 0,
        State = InstanceState.Placed,
        HostId = host.Id,
        HostName = host.Name,
        ZonePath = "zone1",
        Score = 0.5,
        Parts = [new AllocationPart(host.Providers[0].Id, ResourceClass.Vcpu, vcpus)],
        CreatedAt = Noon,
    };

    public static Instance InstanceOfChild(Guid childZoneId, string reservationId, InstanceState state) => new()
    {
        Id = Guid.CreateVersion7(),
        ReservationId = reservationId,
        Index = 0,
        State = state,
        ChildZoneId = childZoneId,
        ZonePath = "zone1!paris",
        CreatedAt = Noon,
    };

    public static Reservation Reservation(ReservationState state = ReservationState.Placed) => new()
    {
        Id = ReservationId.Create(),
        Caller = "token:1",
        State = state,
        Requested = 1,
        Placed = state == ReservationState.Placed ? 1 : 0,
        Policy = "default",
        CreatedAt = Noon,
        RequestJson = "{}",
    };

    public static ExplanationRecord Explanation(Reservation reservation, string summary = "Placed 1 of 1.") => new(
        reservation.Id,
        new PlacementExplanation
        {
            Zone = "zone1",
            Policy = "default",
            PolicyVersion = 1,
            Requested = 1,
            Placed = 1,
            Summary = summary,
            Local = LocalExplanation.Nothing,
        },
        reservation.CreatedAt);

    public static FleetChanges Added(params Host[] hosts) => NoChanges.With(hosts: [.. hosts.Select(host => new HostChange(null, host, true))]);

    /// <summary>An instance placed on a host that is in the database as it is given.</summary>
    public static (FleetChanges Changes, Host After) Placed(Host host, Instance instance)
    {
        var after = host.WithInstance(instance.Parts);
        return (NoChanges.With(hosts: [new HostChange(host, after, false)], instances: [new InstanceChange(instance, true)]), after);
    }

    public static FleetChanges With(
        this FleetChanges changes,
        IReadOnlyList<HostChange>? hosts = null,
        IReadOnlyList<Host>? removedHosts = null,
        IReadOnlyList<InstanceChange>? instances = null,
        IReadOnlyList<Guid>? removedInstances = null,
        IReadOnlyList<Reservation>? reservations = null,
        IReadOnlyList<ReservationStateChange>? reservationStates = null,
        IReadOnlyList<ExplanationRecord>? explanations = null,
        IReadOnlyList<Reservation>? ends = null) => new()
        {
            Hosts = hosts ?? changes.Hosts,
            RemovedHosts = removedHosts ?? changes.RemovedHosts,
            Instances = instances ?? changes.Instances,
            RemovedInstances = removedInstances ?? changes.RemovedInstances,
            Reservations = reservations ?? changes.Reservations,
            ReservationStates = reservationStates ?? changes.ReservationStates,
            Explanations = explanations ?? changes.Explanations,
            Ends = ends ?? changes.Ends,
        };

    /// <summary>Everything of a host in one text, to compare whole values whose lists are not equal by content.</summary>
    public static string Describe(Host host)
    {
        var providers = host.Providers.Select(p =>
            $"{p.Id} {p.Name} <{p.Parent}> [{string.Join(' ', p.Traits)}] " +
            string.Join(' ', p.Inventories.Select(u => $"{u.ResourceClass}={u.Inventory},used {u.Used}")));
        return $"{host.Name} g{host.Generation} {host.AdminState} '{host.DisabledReason}' '{host.AvailabilityZone}' n{host.InstanceCount} {host.Heartbeat.LastReportAt:O}\n"
            + $"{string.Join('\n', providers)}\n[{string.Join(' ', host.Aggregates)}]\n"
            + string.Join('\n', host.Capabilities.Select(c => $"{c.Key}: {c.Value.Kind} {c.Value}"));
    }

    public static string Describe(Instance instance)
    {
        var parts = instance.Parts.OrderBy(p => p.ProviderId).ThenBy(p => p.ResourceClass, StringComparer.Ordinal);
        return $"{instance with { Parts = ImmutableArray<AllocationPart>.Empty }} {string.Join(' ', parts)}";
    }
}
