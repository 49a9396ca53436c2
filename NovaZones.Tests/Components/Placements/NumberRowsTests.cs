using Bunit;
using NovaZones.Core;
using NovaZones.Web.Features.Placements;
using NovaZones.Web.Features.Placements.Parts;
using Xunit;

namespace NovaZones.Tests.Components.Placements;

/// <summary>Names with a number each are rows of the request itself.</summary>
public sealed class NumberRowsTests : ConsoleContext
{
    private readonly PlacementDraft _draft = new();
    private int _changes;

    [Fact]
    public void Rows_AreWhatTheRequestHolds_AndChangeIt()
    {
        var rows = Open([]);
        Assert.Equal(["VCPU", "MEMORY_MB"], Names(rows));

        rows.Find("[data-testid=amounts-value-0]").Input("8");
        rows.Find("[data-testid=amounts-name-0]").Change(" PCPU ");

        Assert.Equal([KeyValuePair.Create("PCPU", (double?)8), KeyValuePair.Create("MEMORY_MB", (double?)4096)], _draft.Fields.Numbers("resources"));
        Assert.Equal(2, _changes);
    }

    [Fact]
    public void Rename_ToANameThatIsThere_LeavesBoth()
    {
        var rows = Open([]);

        rows.Find("[data-testid=amounts-name-0]").Change("MEMORY_MB");

        Assert.Equal(["VCPU", "MEMORY_MB"], _draft.Fields.Numbers("resources").Select(row => row.Key));
    }

    [Fact]
    public void Remove_TakesThatRowAlone()
    {
        var rows = Open([]);

        rows.Find("[aria-label='Remove VCPU']").Click();

        Assert.Equal(["MEMORY_MB"], _draft.Fields.Numbers("resources").Select(row => row.Key));
        Assert.Equal(1, _changes);
    }

    [Fact]
    public void Fault_StandsAtItsRow_AndKnownNamesAreOffered()
    {
        var rows = Open([new Fault("resources.MEMORY_MB", "must be a whole number")], "VCPU", "PGPU");

        Assert.Contains("must be a whole number", rows.Find("[data-testid=amounts-name-1]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("must be a whole number", rows.Find("[data-testid=amounts-name-0]").Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["VCPU", "PGPU"], rows.FindAll($"datalist[id='{rows.Find("[data-testid=amounts-name-0]").GetAttribute("list")}'] option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public void Add_TellsThePage()
    {
        var added = 0;
        var rows = Open([], () => added++);

        rows.Find("[data-testid=amounts-add]").Click();

        Assert.Equal(1, added);
    }

    private static IEnumerable<string?> Names(IRenderedComponent<NumberRows> rows) => rows.FindAll("[data-testid^=amounts-name-]").Select(input => input.GetAttribute("value"));

    private IRenderedComponent<NumberRows> Open(IReadOnlyList<Fault> faults, params string[] known) => Open(faults, () => { }, known);

    private IRenderedComponent<NumberRows> Open(IReadOnlyList<Fault> faults, Action add, params string[] known)
    {
        RenderPopovers();
        var form = new PlacementFormState(_draft, faults, () =>
        {
            _changes++;
            return Task.CompletedTask;
        });
        return Render<NumberRows>(p => p
            .AddCascadingValue(form).Add(r => r.Fields, _draft.Fields).Add(r => r.Path, "resources").Add(r => r.TestId, "amounts").Add(r => r.Suggestions, known).Add(r => r.OnAdd, add)
            .Add(r => r.NameLabel, "Class").Add(r => r.ValueLabel, "Amount").Add(r => r.AddText, "Add"));
    }
}
