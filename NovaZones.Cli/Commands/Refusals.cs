using NovaZones.Cli.Output;
using NovaZones.Client.Models;

namespace NovaZones.Cli.Commands;

/// <summary>Says why nothing fits.</summary>
internal static class Refusals
{
    public static void Print(Printer printer, string? summary, IReadOnlyList<FilterLine> filters, IReadOnlyList<SmallestChange> changes)
    {
        printer.Say(summary ?? "Nothing fits.");
        if (filters.Count > 0)
        {
            printer.Say("");
            printer.Table(
                ["filter", ">dropped", ">would drop", "main reason"],
                filters.Select(f => new[] { f.Filter, Words.Of(f.Dropped), Words.Of(f.WouldDrop), f.Reasons is [var first, ..] ? $"{first.Reason} ({Words.Of(first.Hosts)})" : Words.None }));
        }

        if (changes.Count > 0)
        {
            printer.Say("\nIt would fit:");
            foreach (var change in changes)
            {
                printer.Say($"  {change.Text}");
            }
        }
    }
}
