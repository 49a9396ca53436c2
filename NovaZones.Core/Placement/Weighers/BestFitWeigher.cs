using NovaZones.Core.Placement.Columns;

namespace NovaZones.Core.Placement.Weighers;

/// <summary>How full the host is after placing: mean over the classes asked for of (used + asked) ÷ capacity.</summary>
internal sealed class BestFitWeigher : ILinearWeigher
{
    public const string WeigherName = "best-fit";

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var sum = 0.0;
        foreach (var demand in context.Totals)
        {
            var amounts = candidate.Sum(demand.ResourceClass);
            sum += Share.Of(amounts.Used + demand.Amount, amounts.Capacity);
        }

        return context.Totals.Length == 0 ? 0 : sum / context.Totals.Length;
    }

    /// <summary>(used + asked) ÷ capacity is 1 − the free share after placing.</summary>
    public void Describe(PlacementContext context, double multiplier, LinearScore score)
    {
        foreach (var demand in context.Totals)
        {
            score.AddConstant(multiplier / context.Totals.Length);
            score.AddFreeShare(demand.ResourceClass, demand.Amount, -multiplier / context.Totals.Length);
        }
    }
}
