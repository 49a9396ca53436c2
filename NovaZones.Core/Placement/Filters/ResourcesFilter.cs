namespace NovaZones.Core.Placement.Filters;

/// <summary>Keeps hosts on which every class fits, with units and steps, groups included.</summary>
/// <remarks>The cheap sums go first: most hosts that do not fit are full, and need no search over their providers.</remarks>
internal sealed class ResourcesFilter : ICandidateFilter
{
    public const string FilterName = "Resources";
    public const string NoSuchClass = "resources.no-such-class";
    public const string NotEnoughFree = "resources.not-enough-free";
    public const string NoArrangement = "resources.no-arrangement";

    public string Name => FilterName;

    public FilterVerdict Evaluate(PlacementContext context, Candidate candidate)
    {
        foreach (var demand in context.Totals)
        {
            var sum = candidate.Host.Sum(demand.ResourceClass);
            if (sum.Capacity < demand.Amount)
            {
                return FilterVerdict.Reject(sum.Capacity == 0 ? NoSuchClass : NotEnoughFree);
            }

            if (sum.Free < demand.Amount)
            {
                return FilterVerdict.Reject(NotEnoughFree);
            }
        }

        // Enough in sum, yet perhaps in no single provider, or not in these units, or without the group's traits.
        return ResourceFit.Fits(context.Request, candidate.Host) ? FilterVerdict.Pass : FilterVerdict.Reject(NoArrangement);
    }
}
