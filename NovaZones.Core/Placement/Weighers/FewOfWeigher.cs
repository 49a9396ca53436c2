namespace NovaZones.Core.Placement.Weighers;

/// <summary>Prefers hosts that report little of something: 1 ÷ (1 + n), n a number capability; 1 for a host that reports none.</summary>
/// <remarks>Serves <c>io-ops</c> (capability <c>io_ops</c>) and <c>build-failures</c> (capability <c>build_failures</c>).</remarks>
internal sealed class FewOfWeigher(string name, string capability) : ICandidateWeigher
{
    public const string IoOps = "io-ops";
    public const string BuildFailures = "build-failures";

    public string Name => name;

    public double Weigh(PlacementContext context, Candidate candidate) => Share.Of(1, 1 + Math.Max(0, candidate.Number(capability)));

    public static FewOfWeigher ForIoOps() => new(IoOps, Filters.IoOpsFilter.Capability);

    public static FewOfWeigher ForBuildFailures() => new(BuildFailures, "build_failures");
}
