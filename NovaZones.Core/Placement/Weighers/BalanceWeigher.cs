namespace NovaZones.Core.Placement.Weighers;

/// <summary>How evenly the classes asked for are used after placing: 1 − (largest − smallest used share).</summary>
internal sealed class BalanceWeigher : ICandidateWeigher
{
    public const string WeigherName = "balance";

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var least = 1.0;
        var most = 0.0;
        foreach (var demand in context.Totals)
        {
            var sum = candidate.Sum(demand.ResourceClass);
            var used = Share.Of(sum.Used + demand.Amount, sum.Capacity);
            least = Math.Min(least, used);
            most = Math.Max(most, used);
        }

        return context.Totals.Length == 0 ? 1 : Share.Of(1 - (most - least), 1);
    }
}
