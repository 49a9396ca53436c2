using System.Collections.Immutable;

namespace NovaZones.Core.Federation;

/// <summary>Finds rows behind which the same zone answers.</summary>
/// <remarks>Adding a row makes no connection, so this shows only once both rows have answered.</remarks>
internal static class ChildDoubles
{
    /// <summary>Each superfluous row with the name of the row that stands for the zone.</summary>
    public static ImmutableDictionary<Guid, string> Of(ImmutableArray<ChildState> states)
    {
        var doubles = ImmutableDictionary.CreateBuilder<Guid, string>();
        foreach (var rows in states.Where(s => s.Info is not null && s.Health is not ChildHealth.Disabled).GroupBy(s => s.Info!.Id).Where(g => g.Skip(1).Any()))
        {
            // A row that works stands for the zone before one that does not: an address may have moved. Among equals the older one.
            var ordered = rows.OrderBy(s => s.Health is ChildHealth.Offline).ThenBy(s => s.Child.CreatedAt).ThenBy(s => s.Child.Id).ToList();
            foreach (var superfluous in ordered.Skip(1))
            {
                doubles[superfluous.Child.Id] = ordered[0].Child.Name;
            }
        }

        return doubles.ToImmutable();
    }
}
