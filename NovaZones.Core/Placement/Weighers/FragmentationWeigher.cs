namespace NovaZones.Core.Placement.Weighers;

/// <summary>How little the host loses for the typical requests: 1 ÷ (1 + worth before − worth after placing).</summary>
/// <remarks>
/// Worth is counted in typical requests (<see cref="Mix.CompiledMix"/>), so 1 means that nothing is lost and one half that as much is lost
/// as one typical request takes. After Weng et al., <i>Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation
/// Gradient Descent</i>, USENIX ATC 2023. The instance is placed as <see cref="ResourceFit"/> would place it. A host without an
/// arrangement gets 0; without a mix every host gets 1.
/// </remarks>
internal sealed class FragmentationWeigher : ICandidateWeigher
{
    public const string WeigherName = "fragmentation";

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var mix = context.Mix.Compiled;
        if (mix.IsEmpty)
        {
            return 1;
        }

        var known = mix.Shares.Of(candidate.Host, mix);
        if (!known.TryGet(context.Request.Digest, out var share))
        {
            share = ResourceFit.Arrange(context.Request, candidate.Host) is { } parts
                ? 1 / (1 + Math.Max(0, known.Worth - mix.WorthAfter(candidate.Host, parts)))
                : 0;
            known.Put(context.Request.Digest, share);
        }

        return share;
    }
}
