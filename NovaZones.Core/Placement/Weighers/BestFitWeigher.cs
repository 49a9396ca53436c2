namespace NovaZones.Core.Placement.Weighers;

/// <summary>How full the host is after placing: mean over the classes asked for of (used + asked) ÷ capacity.</summary>
internal sealed class BestFitWeigher : ICandidateWeigher
{
    public const string WeigherName = "best-fit";

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var sum = 0.0;
        foreach (var demand in context.Totals)
        {
            var amounts = candidate.Host.Sum(demand.ResourceClass);
            sum += Share.Of(amounts.Used + demand.Amount, amounts.Capacity);
        }

        return context.Totals.Length == 0 ? 0 : sum / context.Totals.Length;
    }
}
