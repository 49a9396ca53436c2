namespace NovaZones.Core.Placement.Weighers;

/// <summary>How many of the request's preferred traits the host has: present ÷ preferred; 0 when none is preferred.</summary>
internal sealed class TraitPreferenceWeigher : ICandidateWeigher
{
    public const string WeigherName = "trait-preference";

    public string Name => WeigherName;

    public bool IsIdle(PlacementContext context) => context.Request.PreferredTraits.IsEmpty;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var present = 0;
        foreach (var trait in context.Request.PreferredTraits)
        {
            present += candidate.Host.HasTrait(trait) ? 1 : 0;
        }

        return Share.Of(present, context.Request.PreferredTraits.Length);
    }
}
