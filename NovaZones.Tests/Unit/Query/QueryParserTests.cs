using System.Text.Json;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class QueryParserTests
{
    [Theory]
    [InlineData("null", "query")]
    [InlineData("true", "query")]
    [InlineData("7", "query")]
    [InlineData("\"$rack\"", "query")]
    [InlineData("""{"and": []}""", "query")]
    [InlineData("""[1, 2]""", "query[0]")]
    [InlineData("""[[]]""", "query[0]")]
    [InlineData("""["~", 1, 2]""", "query[0]")]
    [InlineData("""["AND"]""", "query[0]")]
    [InlineData("""["", 1, 2]""", "query[0]")]
    [InlineData("""["\ud800", 1, 2]""", "query[0]")]
    [InlineData("""["="]""", "query")]
    [InlineData("""["=", 1]""", "query")]
    [InlineData("""["<", "$rack"]""", "query")]
    [InlineData("""["in"]""", "query")]
    [InlineData("""["in", "$rack"]""", "query")]
    [InlineData("""["not"]""", "query")]
    [InlineData("""["and", 1]""", "query[1]")]
    [InlineData("""["and", "x"]""", "query[1]")]
    [InlineData("""["not", "$trait.X"]""", "query[1]")]
    [InlineData("""["or", true, null]""", "query[2]")]
    [InlineData("""["and", {"a": 1}]""", "query[1]")]
    [InlineData("""["=", "$rack", null]""", "query[2]")]
    [InlineData("""["=", "$rack", {}]""", "query[2]")]
    [InlineData("""["=", "$rack", ["r1"]]""", "query[2]")]
    [InlineData("""["=", ["<", 1, 2], true]""", "query[1]")]
    [InlineData("""["=", "$rack", 1e999]""", "query[2]")]
    [InlineData("""["=", "$rack", "\ud800"]""", "query[2]")]
    [InlineData("""["=", "$", 1]""", "query[1]")]
    [InlineData("""["=", 1, "$free."]""", "query[2]")]
    [InlineData("""["=", "$trait.", true]""", "query[1]")]
    [InlineData("""["=", 1, "1"]""", "query[2]")]
    [InlineData("""["=", 1, 1, true]""", "query[3]")]
    [InlineData("""["in", "a", "b", 1]""", "query[3]")]
    [InlineData("""["in", "a", ["b", 1]]""", "query[2][1]")]
    [InlineData("""["in", "$rack", ["r1"], "r2"]""", "query[2]")]
    [InlineData("""["in", "$rack", ["r1", ["r2"]]]""", "query[2][1]")]
    [InlineData("""["in", null, ["r1"]]""", "query[1]")]
    [InlineData("""["<", "$ssd", true]""", "query[2]")]
    [InlineData("""[">=", false, "$ssd"]""", "query[1]")]
    [InlineData("""["and", ["or", ["=", 1, 1], ["nand"]]]""", "query[1][2][0]")]
    [InlineData("", "query")]
    [InlineData("[\"=\", 1, 1", "query")]
    [InlineData("[] []", "query")]
    [InlineData("\ud800", "query")]
    public void TryParse_Wrong_NamesThePlace(string text, string position)
    {
        var fault = Assert.Single(Queries.Faults(text));

        Assert.Equal(position, fault.Position);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_SeveralFaults_CollectsAll()
    {
        var faults = Queries.Faults("""["and", ["~", 1], ["=", 1], ["in", "$rack", [null, {}]], ["<", true, false], 5]""");

        Assert.Equal(
            ["query[1][0]", "query[2]", "query[3][2][0]", "query[3][2][1]", "query[4][2]", "query[4][1]", "query[5]"],
            faults.Select(fault => fault.Position));
    }

    [Fact]
    public void TryParse_UnknownOperator_ListsTheKnownOnes() => Assert.Equal(
        [new QueryFault("query[0]", "Unknown operator \"<>\"; allowed are =, !=, <, <=, >, >=, in, not, and, or.")],
        Queries.Faults("""["<>", 1, 2]"""));

    [Fact]
    public void TryParse_ThousandFaults_AreBounded()
    {
        var faults = Queries.Faults($"[\"and\",{string.Join(',', Enumerable.Repeat("1", 1000))}]");

        Assert.Equal(101, faults.Count);
        Assert.Equal(new QueryFault("query", "There are more faults than the 100 listed."), faults[^1]);
    }

    [Fact]
    public void TryParse_AtDepthLimit_Passes() => Assert.False(Queries.Parse(Queries.Nested(32)).Evaluate(DictionaryFacts.Host));

    [Theory]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(1_500)]
    public void TryParse_BeyondDepthLimit_IsOneFault(int depth)
    {
        var fault = Assert.Single(Queries.Faults(Queries.Nested(depth)));

        Assert.Equal(string.Concat("query", string.Concat(Enumerable.Repeat("[1]", 32))), fault.Position);
    }

    [Fact]
    public void TryParse_ListOfChoicesBeyondDepthLimit_IsAFault()
    {
        static string Choices(int depth) => Queries.Nested(depth).Replace("[\"=\",1,1]", "[\"in\",1,[1]]", StringComparison.Ordinal);

        Queries.Parse(Choices(31));
        Assert.Single(Queries.Faults(Choices(32)));
    }

    [Fact]
    public void TryParse_AtSizeLimit_Passes()
    {
        // 12 bytes around a two-byte letter: the limit counts bytes, not characters.
        const string Frame = """["=","x","é"]""";
        var text = Frame.Replace("é", new string('é', (QueryParser.MaxBytes - 12) / 2), StringComparison.Ordinal);
        Assert.Equal(QueryParser.MaxBytes, System.Text.Encoding.UTF8.GetByteCount(text));

        Queries.Parse(text);
        Assert.Equal([new QueryFault("query", "The query must be at most 16384 bytes.")], Queries.Faults(text + " "));
    }

    [Fact]
    public void TryParse_ElementBeyondSizeLimit_IsAFault()
    {
        using var document = JsonDocument.Parse($$"""{"query": ["=", "x", "{{new string('a', QueryParser.MaxBytes)}}"]}""");

        Assert.False(QueryParser.TryParse(document.RootElement.GetProperty("query"), out _, out var faults));

        Assert.Equal([new QueryFault("query", "The query must be at most 16384 bytes.")], faults);
    }

    [Fact]
    public void TryParse_Element_OutlivesItsDocument()
    {
        HostQuery? query;
        using (var document = JsonDocument.Parse("""{"query": ["in", "$rack", ["r1"]]}"""))
        {
            Assert.True(QueryParser.TryParse(document.RootElement.GetProperty("query"), out query, out var faults));
            Assert.Empty(faults);
        }

        Assert.True(query.Evaluate(DictionaryFacts.Host));
    }

    [Fact]
    public void TryParse_UndefinedElement_IsAFault()
    {
        Assert.False(QueryParser.TryParse(default(JsonElement), out _, out var faults));

        Assert.Equal("query", Assert.Single(faults).Position);
    }
}
