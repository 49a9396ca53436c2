namespace NovaZones.Core.Placement.Columns;

/// <summary>Order of candidates: a greater rank is better. Equal scores are ordered by the tie bits.</summary>
internal readonly record struct Rank(double Score, uint Tie) : IComparable<Rank>
{
    public int CompareTo(Rank other) => Score.CompareTo(other.Score) is var byScore and not 0 ? byScore : Tie.CompareTo(other.Tie);
}
