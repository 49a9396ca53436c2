using NovaZones.Core.Fleet;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class QueryExplanationTests
{
    private static readonly CapabilityValue Rack = CapabilityValue.FromText("r1");

    [Fact]
    public void Explain_Passed_HasNoNotes() =>
        Assert.Empty(Explain("""["and", ["=", "$rack", "r1"], ["or", ["=", "$rack", "r2"], ["=", "$rack", "r1"]]]""").Notes);

    [Fact]
    public void Explain_ComparisonFailed_NamesVariableWantedAndActual() => Assert.Equal(
        [new QueryNote(QueryReasons.NotSatisfied, "query[2]", "$free.MEMORY_MB", "$free.MEMORY_MB >= 2048", CapabilityValue.FromNumber(1024))],
        Explain("""["and", ["=", "$rack", "r1"], [">=", "$free.MEMORY_MB", 2048]]""").Notes);

    [Fact]
    public void Explain_EveryBranchOfOrFailed_NamesAll() => Assert.Equal(
        [
            new QueryNote(QueryReasons.NotSatisfied, "query[1]", "$rack", "$rack = \"r2\"", Rack),
            new QueryNote(QueryReasons.NotSatisfied, "query[2]", "$rack", "$rack in \"r3\", \"r4\"", Rack),
        ],
        Explain("""["or", ["=", "$rack", "r2"], ["in", "$rack", ["r3", "r4"]]]""").Notes);

    [Fact]
    public void Explain_HeldBelowNot_SaysNot() => Assert.Equal(
        [new QueryNote(QueryReasons.NotSatisfied, "query[1]", "$rack", "not ($rack = \"r1\")", Rack)],
        Explain("""["not", ["=", "$rack", "r1"]]""").Notes);

    [Fact]
    public void Explain_HeldBelowTwoNots_NamesTheInnerFailure() => Assert.Equal(
        [new QueryNote(QueryReasons.NotSatisfied, "query[1][1]", "$rack", "$rack = \"r2\"", Rack)],
        Explain("""["not", ["not", ["=", "$rack", "r2"]]]""").Notes);

    [Fact]
    public void Explain_InHeldBelowNotWithMissingChoice_StillNamesTheCause() => Assert.Equal(
        [
            new QueryNote(QueryReasons.VariableMissing, "query[1]", "$nothing", "not ($rack in \"r1\", $nothing)", null),
            new QueryNote(QueryReasons.NotSatisfied, "query[1]", "$rack", "not ($rack in \"r1\", $nothing)", Rack),
        ],
        Explain("""["not", ["in", "$rack", "r1", "$nothing"]]""").Notes);

    [Fact]
    public void Explain_MissingThoughPassed_IsReported()
    {
        var explanation = Explain("""["not", ["=", "$nothing", 1]]""");

        Assert.True(explanation.Passed);
        Assert.Equal([new QueryNote(QueryReasons.VariableMissing, "query[1]", "$nothing", "$nothing = 1", null)], explanation.Notes);
    }

    [Fact]
    public void Explain_UnknownFreeClass_IsMissing() => Assert.Equal(
        [new QueryNote(QueryReasons.VariableMissing, "query", "$free.CUSTOM_FPGA", "$free.CUSTOM_FPGA >= 1", null)],
        Explain("""[">=", "$free.CUSTOM_FPGA", 1]""").Notes);

    [Fact]
    public void Explain_TypeMismatch_NamesEveryVariableInIt() => Assert.Equal(
        [
            new QueryNote(QueryReasons.TypeMismatch, "query", "$rack", "$rack < $total.VCPU", Rack),
            new QueryNote(QueryReasons.TypeMismatch, "query", "$total.VCPU", "$rack < $total.VCPU", CapabilityValue.FromNumber(16)),
        ],
        Explain("""["<", "$rack", "$total.VCPU"]""").Notes);

    [Fact]
    public void Explain_LiteralsOnly_HasNoVariable() => Assert.Equal(
        [new QueryNote(QueryReasons.NotSatisfied, "query", null, "1 = 2", null)], Explain("""["=", 1, 2]""").Notes);

    [Fact]
    public void Explain_ManyChoices_AreCut() => Assert.Equal(
        "$rack in 0, 1, 2, 3, 4, 5, 6, 7, … 92 more",
        Assert.Single(Explain($"""["in", "$rack", [{string.Join(',', Enumerable.Range(0, 100))}]]""").Notes).Wanted);

    [Fact]
    public void Explain_ThousandFailures_AreBounded()
    {
        var comparisons = Enumerable.Range(0, 500).Select(i => $"""["=","$c{i}",1]""");

        var explanation = Explain($"""["and",{string.Join(',', comparisons)}]""");

        Assert.Equal(QueryExplanation.MaxNotes, explanation.Notes.Count);
    }

    [Theory]
    [InlineData(QueryTrouble.None, "json-query.not-satisfied")]
    [InlineData(QueryTrouble.TypeMismatch, "json-query.type-mismatch")]
    [InlineData(QueryTrouble.VariableMissing | QueryTrouble.TypeMismatch, "json-query.variable-missing")]
    public void For_Trouble_IsThePublishedReason(QueryTrouble trouble, string reason) => Assert.Equal(reason, QueryReasons.For(trouble));

    private static QueryExplanation Explain(string text) => Queries.Parse(text).Explain(DictionaryFacts.Host);
}
