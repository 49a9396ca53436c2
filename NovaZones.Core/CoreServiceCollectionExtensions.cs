using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaZones.Core.Assignments;
using NovaZones.Core.Claims;
using NovaZones.Core.Federation;
using NovaZones.Core.Federation.Asking;
using NovaZones.Core.Federation.History;
using NovaZones.Core.Federation.Measures;
using NovaZones.Core.Federation.Addresses;
using NovaZones.Core.Federation.Books;
using NovaZones.Core.Federation.Links;
using NovaZones.Core.Fleet;
using NovaZones.Core.Fleet.History;
using NovaZones.Core.Fleet.Aggregates;
using NovaZones.Core.Live;
using NovaZones.Core.Operations;
using NovaZones.Core.Placement;
using NovaZones.Core.Placement.Capacity;
using NovaZones.Core.Placement.Commit;
using NovaZones.Core.Placement.Compare;
using NovaZones.Core.Placement.Filters;
using NovaZones.Core.Placement.Lanes;
using NovaZones.Core.Placement.Mix;
using NovaZones.Core.Placement.Pending;
using NovaZones.Core.Placement.Weighers;
using NovaZones.Core.Policies;
using NovaZones.Core.Policies.Preview;
using NovaZones.Core.Trials;
using NovaZones.Core.Trials.Drift;
using NovaZones.Core.Trials.WhatIf;
using NovaZones.Core.Quotas;
using NovaZones.Core.Replicas;
using NovaZones.Core.Zones;
using NovaZones.Core.Zones.History;

namespace NovaZones.Core;

/// <summary>Registers the scheduler. The ports (stores, child client, plan sealer) must be registered by the host.</summary>
public static class CoreServiceCollectionExtensions
{
    /// <summary>Adds fleet, placement, claims, policies and federation.</summary>
    public static IServiceCollection AddZoneScheduler(this IServiceCollection services)
    {
        services.AddOptions<SchedulerOptions>().BindConfiguration("Scheduler").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FederationOptions>().BindConfiguration("Federation").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlacementLimits>, PlacementLimitsValidator>();
        services.AddOptions<PlacementLimits>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<QuotaOptions>().BindConfiguration("Quotas").ValidateDataAnnotations().ValidateOnStart();
        return services.AddFilters().AddWeighers().AddFleet().AddPlacement().AddFederation();
    }

    /// <summary>Filters a policy may name, cheap ones first: this order is the one of the shipped policy and of the editor.</summary>
    private static IServiceCollection AddFilters(this IServiceCollection services)
    {
        services.AddSingleton<ICandidateFilter, HostStateFilter>();
        services.AddSingleton<ICandidateFilter, ZonePathFilter>();
        services.AddSingleton<ICandidateFilter, AvailabilityZoneFilter>();
        services.AddSingleton<ICandidateFilter, AggregatesFilter>();
        services.AddSingleton<ICandidateFilter, AggregateIsolationFilter>();
        services.AddSingleton<ICandidateFilter, TenancyFilter>();
        services.AddSingleton<ICandidateFilter, IgnoreHostsFilter>();
        services.AddSingleton<ICandidateFilter, ForceHostsFilter>();
        services.AddSingleton<ICandidateFilter, ResourcesFilter>();
        services.AddSingleton<ICandidateFilter, TraitsFilter>();
        services.AddSingleton<ICandidateFilter, CapabilitiesFilter>();
        services.AddSingleton<ICandidateFilter, JsonQueryFilter>();
        services.AddSingleton<ICandidateFilter, SameHostFilter>();
        services.AddSingleton<ICandidateFilter, DifferentHostFilter>();
        services.AddSingleton<ICandidateFilter, NumInstancesFilter>();
        services.AddSingleton<ICandidateFilter, IoOpsFilter>();
        services.AddSingleton<ICandidateFilter, MaxCoresFilter>();
        services.AddSingleton<ICandidateFilter, ServerGroupFilter>();
        return services;
    }

    private static IServiceCollection AddWeighers(this IServiceCollection services)
    {
        services.AddSingleton<ICandidateWeigher>(FreeShareWeigher.ForRam());
        services.AddSingleton<ICandidateWeigher>(FreeShareWeigher.ForCpu());
        services.AddSingleton<ICandidateWeigher>(FreeShareWeigher.ForDisk());
        services.AddSingleton<ICandidateWeigher, BestFitWeigher>();
        services.AddSingleton<ICandidateWeigher, FragmentationWeigher>();
        services.AddSingleton<ICandidateWeigher, DotProductWeigher>();
        services.AddSingleton<ICandidateWeigher, BalanceWeigher>();
        services.AddSingleton<ICandidateWeigher>(FewOfWeigher.ForIoOps());
        services.AddSingleton<ICandidateWeigher>(FewOfWeigher.ForBuildFailures());
        services.AddSingleton<ICandidateWeigher, TraitPreferenceWeigher>();
        services.AddSingleton<ICandidateWeigher, RandomWeigher>();
        services.AddSingleton<ICandidateWeigher>(SoftGroupWeigher.ForAffinity());
        services.AddSingleton<ICandidateWeigher>(SoftGroupWeigher.ForAntiAffinity());
        return services;
    }

    private static IServiceCollection AddFleet(this IServiceCollection services)
    {
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<FleetView>();
        services.AddSingleton<AggregateBook>();
        services.AddSingleton<FleetLedger>();
        services.AddHostedService(p => p.GetRequiredService<FleetLedger>());
        services.AddSingleton<HeartbeatBuffer>();
        services.AddSingleton<HostService>();
        services.AddSingleton<AssignmentService>();
        services.AddSingleton<HostSampler>();
        services.AddSingleton<WithdrawnClaims>();
        services.AddSingleton<ParentOwnership>();
        services.AddSingleton(p => new ReleaseService(
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<IChildZoneClient>(),
            p.GetRequiredService<WithdrawnClaims>(),
            p.GetRequiredService<ParentOwnership>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new SettleService(
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<ReleaseService>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<SettleService>>(),
            p.GetService<OrphanedClaims>()));
        services.AddSingleton<BackgroundWork>();
        services.AddSingleton<QuotaService>();
        services.AddSingleton<LeaseReceiver>();
        services.AddSingleton<LeaseService>();
        services.AddSingleton<HostListReview>();
        services.AddSingleton<LedgerCheck>();
        return services;
    }

    private static IServiceCollection AddPlacement(this IServiceCollection services)
    {
        services.AddSingleton(p => new PluginCatalog(p.GetServices<ICandidateFilter>(), p.GetServices<ICandidateWeigher>()));
        services.AddSingleton<PolicyResolver>();
        services.AddSingleton<PolicyReview>();
        services.AddSingleton<PolicyBook>();
        services.AddSingleton<TrialGround>();
        services.AddSingleton(p => new DriftService(
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<PolicyBook>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<TrialGround>()));
        services.AddSingleton(p => new WhatIfService(
            p.GetRequiredService<FleetView>(),
            p.GetRequiredService<HostService>(),
            p.GetRequiredService<PolicyBook>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<TrialGround>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PolicyPreviewService(
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<PolicyBook>(),
            p.GetRequiredService<PolicyResolver>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<TrialGround>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RequestMixRecorder>();
        services.AddSingleton<RequestGate>();
        services.AddSingleton<RetryGate>();
        services.AddSingleton<PlacementEnd>();
        services.AddPending();
        services.AddSingleton<DryRunSealer>();
        services.AddSingleton<SpreadGate>();
        services.AddSingleton<SpreadCommit>();
        services.AddSingleton<RequestMixHistory>();
        services.AddSingleton(p => new PlacementRequestParser(p.GetRequiredService<IOptions<PlacementLimits>>().Value));
        services.AddSingleton(p => new PlacementService(
            p.GetRequiredService<TreePlanner>(),
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<RetryGate>(),
            p.GetRequiredService<PlacementEnd>(),
            p.GetRequiredService<RequestGate>(),
            p.GetRequiredService<AggregateBook>(),
            p.GetRequiredService<RequestMixRecorder>(),
            p.GetRequiredService<DryRunSealer>(),
            p.GetRequiredService<SpreadGate>(),
            p.GetRequiredService<IChildZoneClient>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<IOptions<FederationOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ComparisonService(
            p.GetRequiredService<FleetView>(),
            p.GetRequiredService<RequestGate>(),
            p.GetRequiredService<AggregateBook>(),
            p.GetRequiredService<RequestMixRecorder>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PlanCommitService(
            p.GetRequiredService<DryRunSealer>(),
            p.GetRequiredService<SpreadCommit>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<RetryGate>(),
            p.GetRequiredService<PlacementEnd>(),
            p.GetRequiredService<RequestGate>(),
            p.GetRequiredService<AggregateBook>(),
            p.GetRequiredService<RequestMixRecorder>(),
            p.GetRequiredService<IChildZoneClient>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<IOptions<FederationOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddFederation(this IServiceCollection services)
    {
        services.AddSingleton<ZoneIdentity>();
        services.AddSingleton<FrequentRequests>();
        services.AddSingleton<RequestFits>();
        services.AddSingleton(p => new RequestFitCounter(
            p.GetRequiredService<RequestFits>(),
            p.GetRequiredService<FrequentRequests>(),
            p.GetRequiredService<FleetView>(),
            p.GetRequiredService<PolicyBook>(),
            p.GetRequiredService<PolicyResolver>(),
            p.GetRequiredService<AggregateBook>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<ChangeFeed>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<RequestFitCounter>>()));
        services.AddHostedService(p => p.GetRequiredService<RequestFitCounter>());
        services.AddSingleton<ZoneOverview>();
        services.AddSingleton<ZoneSampler>();
        services.AddSingleton<ChildZoneRegistry>();
        services.AddSingleton<ChildZonePoller>();
        services.AddHostedService<ChildHistory>();
        services.AddSingleton<ChildAddresses>();
        services.AddSingleton<ChildZoneService>();
        services.AddSingleton<MeasurePreviewService>();
        services.AddHostedService<ChildLinks>();
        services.AddBooks();
        services.AddSingleton<MixWire>();
        services.AddSingleton<ChildTurns>();
        services.AddSingleton<PlacementForwarder>();
        services.AddSingleton<CapacityForwarder>();
        services.AddSingleton<TreePlanner>();
        services.AddSingleton(p => new CapacityService(
            p.GetRequiredService<FleetView>(),
            p.GetRequiredService<CapacityForwarder>(),
            p.GetRequiredService<TreePlanner>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<RequestGate>(),
            p.GetRequiredService<PolicyBook>(),
            p.GetRequiredService<AggregateBook>(),
            p.GetRequiredService<PolicyResolver>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<IOptions<SchedulerOptions>>(),
            p.GetRequiredService<IOptions<FederationOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ParentContext>();
        services.AddSingleton(p => new ParentSelectService(
            p.GetRequiredService<TreePlanner>(),
            p.GetRequiredService<FleetView>(),
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<ParentContext>(),
            p.GetRequiredService<PolicyResolver>(),
            p.GetRequiredService<MixWire>(),
            p.GetRequiredService<FrequentRequests>(),
            p.GetRequiredService<IPlanSealer>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IOptions<ZoneOptions>>(),
            p.GetRequiredService<IOptions<FederationOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ParentClaimService(
            p.GetRequiredService<PlacementRequestParser>(),
            p.GetRequiredService<ParentContext>(),
            p.GetRequiredService<MixWire>(),
            p.GetRequiredService<IPlanSealer>(),
            p.GetRequiredService<FleetLedger>(),
            p.GetRequiredService<IReservationStore>(),
            p.GetRequiredService<IChildZoneClient>(),
            p.GetRequiredService<ChildZoneRegistry>(),
            p.GetRequiredService<WithdrawnClaims>(),
            p.GetRequiredService<ZoneIdentity>(),
            p.GetRequiredService<IOptions<ZoneOptions>>(),
            p.GetRequiredService<IOptions<FederationOptions>>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ParentTakeService(p.GetRequiredService<ParentSelectService>(), p.GetRequiredService<ParentClaimService>(), p.GetRequiredService<TreePlanner>()));
        return services;
    }
}
