namespace NovaZones.Core.Fleet;

/// <summary>What one provider offers of one resource class, and in which portions (immutable).</summary>
public sealed record Inventory
{
    /// <summary>Creates an inventory; every argument is in the class's unit.</summary>
    /// <param name="total">All there is, 0 to <see cref="ResourceClass.MaxAmount"/>.</param>
    /// <param name="reserved">Kept back for the host itself, 0 to <paramref name="total"/>.</param>
    /// <param name="allocationRatio">Over-commit factor, above 0 and at most 1000.</param>
    /// <param name="minUnit">Smallest amount of one claim, at least 1.</param>
    /// <param name="maxUnit">Largest amount of one claim, at least <paramref name="minUnit"/>.</param>
    /// <param name="stepSize">Claims are multiples of this, at least 1.</param>
    public Inventory(long total, long reserved = 0, double allocationRatio = 1.0, long minUnit = 1, long maxUnit = ResourceClass.MaxAmount, long stepSize = 1)
    {
        Total = total;
        Reserved = reserved;
        AllocationRatio = allocationRatio;
        MinUnit = minUnit;
        MaxUnit = maxUnit;
        StepSize = stepSize;

        // In decimal, because 100 × 0.29 must be 29 and not the 28.999… of binary fractions.
        Capacity = (long)Math.Floor((total - reserved) * (decimal)allocationRatio);
    }

    /// <summary>All there is.</summary>
    public long Total { get; }

    /// <summary>Kept back for the host itself.</summary>
    public long Reserved { get; }

    /// <summary>Over-commit factor.</summary>
    public double AllocationRatio { get; }

    /// <summary>Smallest amount of one claim.</summary>
    public long MinUnit { get; }

    /// <summary>Largest amount of one claim.</summary>
    public long MaxUnit { get; }

    /// <summary>Claims are multiples of this.</summary>
    public long StepSize { get; }

    /// <summary>What can be claimed in all: floor((total − reserved) × ratio) (DESIGN section 2).</summary>
    public long Capacity { get; }

    /// <summary>Whether one claim may have this size, whatever is free.</summary>
    public bool Accepts(long amount) => amount >= MinUnit && amount <= MaxUnit && amount % StepSize == 0;
}
