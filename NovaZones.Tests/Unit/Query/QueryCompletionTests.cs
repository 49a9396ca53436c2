using NovaZones.Core.Query;
using NovaZones.Web.Features.Hosts.Completion;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class QueryCompletionTests
{
    private static readonly QueryVocabulary _words = new(
        ["$free.MEMORY_MB", "$free.VCPU", "$host.name", "$rack", "$trait.HW_A"],
        new Dictionary<string, IReadOnlyList<string>> { ["$rack"] = ["\"r1\"", "\"r2\""], ["$trait.HW_A"] = ["true", "false"] });

    [Theory]
    [InlineData("", "")]
    [InlineData("p3", "")]
    [InlineData("[\"=\", \"$rack\", \"r1\"]", "")] // complete
    [InlineData("[", "=|!=|<|<=|>|>=|in|and|or|not")]
    [InlineData("[\"n", "not|in|and")]
    [InlineData("[\"=\"", "$free.MEMORY_MB|$free.VCPU|$host.name|$rack|$trait.HW_A")]
    [InlineData("[\"=\", \"$free", "$free.MEMORY_MB|$free.VCPU")]
    [InlineData("[\"=\", \"rac", "$rack")]
    [InlineData("[\"=\", \"$rack\", \"r", "\"r1\"|\"r2\"|$free.MEMORY_MB|$free.VCPU|$rack|$trait.HW_A")]
    [InlineData("[\"=\", \"$trait.HW_A\", t", "true|$host.name|$trait.HW_A")]
    [InlineData("[\"and\", [\"=\", \"$rack\", \"r1\"]", "]|=|!=|<|<=|>|>=|in|and|or|not")]
    [InlineData("[\"and\", {", "")]
    [InlineData("]", "")]
    public void Suggest_AtTheEnd_OffersWhatMayFollow(string text, string labels) =>
        Assert.Equal(labels, string.Join('|', QueryCompletion.Suggest(text, _words).Select(s => s.Label)));

    [Fact]
    public void Suggest_TakenOneAfterAnother_MakesAQueryThatIsRead()
    {
        var text = "[";
        foreach (var label in new[] { "and", ">=", "$free.MEMORY_MB" })
        {
            text = Take(text, label);
        }

        text += "1024]";
        foreach (var label in new[] { "in", "$rack", "\"r2\"", "]", "]" })
        {
            text = Take(text, label);
        }

        Assert.Equal("""["and", [">=", "$free.MEMORY_MB", 1024], ["in", "$rack", "r2"]]""", text);
        Assert.True(QueryParser.TryParse(text, out _, out _));
    }

    [Theory]
    [InlineData("""["=", "$ra^ck", "r1"]""", "$rack", """["=", "$rack", ^"r1"]""")] // the whole word is replaced, its comma stays
    [InlineData("""["=", "$rack^", "r1"]""", "$rack", """["=", "$rack", ^"r1"]""")]
    [InlineData("""["=", "$rack", "^r1"]""", "\"r2\"", """["=", "$rack", "r2"^]""")]
    [InlineData("""["=", "$rack", "r1^"]""", "\"r1\"", """["=", "$rack", "r1"^]""")]
    [InlineData("""["=", "$rack", "r1"^]""", "\"r1\"", """["=", "$rack", "r1"^]""")]
    [InlineData("""["=", ^]""", "$rack", """["=", "$rack", ^]""")]
    [InlineData("""[^"=", "$rack", "r1"]""", "!=", """["!=", ^"$rack", "r1"]""")]
    [InlineData("""["and", ["=", "$trait.HW_A", t^rue], [">=", "$free.VCPU", 2]]""", "true", """["and", ["=", "$trait.HW_A", true^], [">=", "$free.VCPU", 2]]""")]
    public void Suggest_InsideTheText_ReplacesTheWordAtTheCaret(string text, string label, string expected)
    {
        var suggestion = QueryCompletion.Suggest(text.Replace("^", "", StringComparison.Ordinal), text.IndexOf('^', StringComparison.Ordinal), _words).First(s => s.Label == label);

        Assert.Equal(expected, suggestion.Text.Insert(suggestion.Caret, "^"));
    }

    [Theory]
    [InlineData(null, "rack", "r1|s!= r1|<in> r1|r2|s!= r2|<in> r2|<or> r1|<or> r2")]
    [InlineData("<or> r1", "rack", "<or> r1 <or> r2")]
    [InlineData("<or> r1 <or> ", "rack", "<or> r1 <or> r2")]
    [InlineData("<all-in> r2", "rack", "<all-in> r2 r1")]
    [InlineData("", "gbit", ">= 25|<= 25|== 25|!= 25|> 25|< 25")]
    [InlineData("", "unheard", "")]
    public void Suggest_AnExpression_OffersWhatMakesSenseOfItsValues(string? typed, string capability, string expected)
    {
        var words = _words with { Values = new Dictionary<string, IReadOnlyList<string>>(_words.Values) { ["$gbit"] = ["25"] } };

        Assert.Equal(expected, string.Join('|', ExpressionCompletion.Suggest(typed, capability, words)));
    }

    private static string Take(string text, string label) => QueryCompletion.Suggest(text, _words).First(s => s.Label == label).Text;
}
