namespace NovaZones.Core.Placement.Weighers;

/// <summary>How well what is asked matches what is free: the cosine between the two, each class measured by the host's capacity.</summary>
/// <remarks>
/// After the dot-product heuristic of Panigrahy, Talwar, Uyeda and Wieder, <i>Heuristics for Vector Bin Packing</i> (2011), divided by
/// both lengths so that it stays within 0..1.
/// </remarks>
internal sealed class DotProductWeigher : ICandidateWeigher
{
    public const string WeigherName = "dot-product";

    public string Name => WeigherName;

    public double Weigh(PlacementContext context, Candidate candidate)
    {
        var product = 0.0;
        var asked = 0.0;
        var free = 0.0;
        foreach (var demand in context.Totals)
        {
            var sum = candidate.Sum(demand.ResourceClass);
            var wanted = Share.Of(demand.Amount, sum.Capacity);
            var left = Share.Of(sum.Free, sum.Capacity);
            product += wanted * left;
            asked += wanted * wanted;
            free += left * left;
        }

        return Share.Of(product, Math.Sqrt(asked * free));
    }
}
