using System.Collections.Immutable;

namespace NovaZones.Core.Quotas;

/// <summary>Arithmetic on amounts by resource class (and <see cref="Quota.Instances"/>); what is not named is nothing.</summary>
internal static class Amounts
{
    /// <summary>Nothing of anything, with the right comparer.</summary>
    public static ImmutableSortedDictionary<string, long> None { get; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The amounts with others added; classes of which nothing is left are dropped.</summary>
    public static ImmutableSortedDictionary<string, long> Plus(this ImmutableSortedDictionary<string, long> amounts, ImmutableSortedDictionary<string, long> more, int sign = 1)
    {
        foreach (var (name, amount) in more)
        {
            var sum = amounts.Of(name) + (sign * amount);
            amounts = sum == 0 ? amounts.Remove(name) : amounts.SetItem(name, sum);
        }

        return amounts;
    }

    /// <summary>The larger of both, class by class.</summary>
    public static ImmutableSortedDictionary<string, long> Max(this ImmutableSortedDictionary<string, long> amounts, ImmutableSortedDictionary<string, long> others)
    {
        foreach (var (name, amount) in others)
        {
            if (amount > amounts.Of(name))
            {
                amounts = amounts.SetItem(name, amount);
            }
        }

        return amounts;
    }

    /// <summary>The amount of one class.</summary>
    public static long Of(this ImmutableSortedDictionary<string, long> amounts, string name) => amounts.TryGetValue(name, out var amount) ? amount : 0;
}
