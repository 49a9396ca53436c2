namespace NovaZones.Core.Placement.Columns;

/// <summary>The exact score of a host: Σ multiplier × share, in the order of the policy's weighers.</summary>
internal static class Score
{
    public static double Of(PlacementContext context, Candidate candidate)
    {
        var score = 0.0;
        foreach (var (weigher, multiplier) in context.Policy.Weighers)
        {
            var share = weigher.Weigh(context, candidate);
            if (!(share is >= 0 and <= 1))
            {
                throw new InvalidOperationException($"Weigher {weigher.Name} gave {share}, which is not within 0..1.");
            }

            score += multiplier * share;
        }

        return score;
    }

    public static Rank RankOf(PlacementContext context, Candidate candidate) =>
        new(Of(context, candidate), TieOf(StableHash.Mix(context.Request.Digest), StableHash.OfName(candidate.Host.Name)));

    /// <summary>32 bits of the hash of what is asked and the host's name (DESIGN section 4, "Ties").</summary>
    /// <param name="mixedDigest">The mixed digest of the request.</param>
    /// <param name="nameHash">The hash of the host's name.</param>
    public static uint TieOf(ulong mixedDigest, ulong nameHash) => (uint)(StableHash.Mix(mixedDigest ^ nameHash) >> 32);
}
