namespace NovaZones.Core.Placement.Weighers;

/// <summary>A share that looks random yet repeats: it depends on what is asked and on the host's name only.</summary>
internal sealed class RandomWeigher : ICandidateWeigher
{
    public const string WeigherName = "random";

    /// <summary>Keeps these shares apart from the hash that breaks ties.</summary>
    private const ulong Salt = 0x72616E646F6D;

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate) =>
        (StableHash.Of(context.Request.Digest ^ Salt ^ context.Salt, candidate.Host.Name) >> 11) * (1.0 / (1UL << 53));
}
