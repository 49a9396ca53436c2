using System.Text.Json;
using CsCheck;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

/// <summary>Random documents: parsing and evaluating are total, and the logic obeys its laws.</summary>
public sealed class QueryPropertyTests
{
    private const int Iterations = 20_000;

    private static readonly Gen<string> Operand = Gen.OneOf(
        "\"$rack\"", "\"$version\"", "\"$tags\"", "\"$empty\"", "\"$nothing\"", "\"$ssd\"", "\"$free.MEMORY_MB\"", "\"$free.NONE\"",
        "\"$trait.CUSTOM_NEW\"", "\"$trait.NONE\"", "\"$host.name\"", "\"$note\"", "\"r1\"", "\"\"", "0", "-1.5", "1024", "true", "false");

    private static readonly Gen<string> Junk = Gen.OneOf(
        Operand,
        Gen.OneOf("null", "{}", "[]", "1e999", "\"\\ud800\"", "\"$\"", "\"$free.\"", "{\"a\":1}", "\"and\"", "\"=\"", "\"in\"", "\"not\""),
        Gen.String.Select(text => JsonSerializer.Serialize(text)),
        Gen.Double.Where(double.IsFinite).Select(number => JsonSerializer.Serialize(number)));

    private static readonly Gen<string> Comparison = Gen.Select(
        Gen.OneOf("=", "!=", "<", "<=", ">", ">=", "in"), Operand.Array[2, 4], (symbol, operands) => $"[\"{symbol}\",{string.Join(',', operands)}]");

    // Those whose literals can be compared: the laws below are about queries, not about refusals.
    private static readonly Gen<string> ValidComparison = Comparison.Where(text => QueryParser.TryParse(text, out _, out _));

    [Fact]
    public void TryParse_RandomJson_NeverThrowsAndEvaluates() => RandomJson(6).Sample(
        text =>
        {
            var parsed = QueryParser.TryParse(text, out var query, out var faults);
            Assert.Equal(parsed, query is not null);
            Assert.Equal(parsed, faults.Count == 0);
            if (query is not null)
            {
                Assert.Equal(query.Evaluate(DictionaryFacts.Host), query.Explain(DictionaryFacts.Host).Passed);
            }
        },
        iter: Iterations);

    [Fact]
    public void TryParse_RandomText_NeverThrows() => Gen.String.Sample(
        text => QueryParser.TryParse(text, out _, out var faults) == (faults.Count == 0), iter: Iterations);

    [Fact]
    public void Not_OfAnyCondition_Negates() => Valid(4).Sample(
        text => Evaluate($"[\"not\",{text}]") != Evaluate(text), iter: Iterations);

    [Fact]
    public void Not_OfSeveral_IsNotOfAnd() => Gen.Select(Valid(3), Valid(3)).Sample(
        (left, right) => Evaluate($"[\"not\",{left},{right}]") != Evaluate($"[\"and\",{left},{right}]"), iter: Iterations);

    [Fact]
    public void Explain_FailedQuery_AlwaysGivesAReason() => Valid(4).Sample(
        text =>
        {
            var explanation = Queries.Parse(text).Explain(DictionaryFacts.Host);
            return explanation.Passed || explanation.Notes.Count > 0;
        },
        iter: Iterations);

    private static bool Evaluate(string text) => Queries.Parse(text).Evaluate(DictionaryFacts.Host);

    private static Gen<string> RandomJson(int depth) => depth == 0
        ? Junk
        : Gen.Frequency(
            (2, Junk),
            (3, Comparison),
            (4, Gen.Select(Gen.OneOf(Gen.OneOf("\"and\"", "\"or\"", "\"not\"", "\"in\"", "\"<\""), Junk), RandomJson(depth - 1).Array[0, 3], Join)));

    private static Gen<string> Valid(int depth) => depth == 0
        ? ValidComparison
        : Gen.Frequency(
            (1, ValidComparison),
            (2, Gen.Select(Gen.OneOf("\"and\"", "\"or\"", "\"not\""), Valid(depth - 1).Array[1, 3], Join)));

    private static string Join(string first, string[] rest) => $"[{string.Join(',', rest.Prepend(first))}]";
}
