using CsCheck;
using NovaZones.Core.Fleet;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Query;

public sealed class CapabilityExpressionTests
{
    [Theory]
    // No operator: text equality of the whole expression.
    [InlineData("1", "1", null)]
    [InlineData("", "1", CapabilityReasons.Mismatch)]
    [InlineData("3", "1", CapabilityReasons.Mismatch)]
    [InlineData("222", "2", CapabilityReasons.Mismatch)]
    [InlineData("", "", null)]
    [InlineData("Tesla T4", "Tesla T4", null)]
    [InlineData("6000", ">=6000", CapabilityReasons.Mismatch)]
    [InlineData("<unknown>", "<unknown>", null)]
    // "=" has always meant "at least".
    [InlineData("123", "= 123", null)]
    [InlineData("124", "= 123", null)]
    [InlineData("34", "= 234", CapabilityReasons.Mismatch)]
    [InlineData("34", "=", CapabilityReasons.BadOperand)]
    // Numbers, sent as text.
    [InlineData("123", "== 123", null)]
    [InlineData("123.0", "== 123", null)]
    [InlineData("124", "== 123", CapabilityReasons.Mismatch)]
    [InlineData("124", "!= 123", null)]
    [InlineData("123", "!= 123", CapabilityReasons.Mismatch)]
    [InlineData("6000", ">= 6000", null)]
    [InlineData("5999.5", ">= 6000", CapabilityReasons.Mismatch)]
    [InlineData("10", ">= 9", null)]
    [InlineData("3", "<= 10", null)]
    [InlineData("11", "<= 10", CapabilityReasons.Mismatch)]
    [InlineData("2", "> 1", null)]
    [InlineData("1", "> 1", CapabilityReasons.Mismatch)]
    [InlineData("2", "< 10", null)]
    [InlineData("12", "< 10", CapabilityReasons.Mismatch)]
    [InlineData("-1e3", "  <   -9.5e2 ", null)]
    [InlineData("abc", ">= 1", CapabilityReasons.WrongType)]
    [InlineData("", "!= 1", CapabilityReasons.WrongType)]
    [InlineData("NaN", "!= 1", CapabilityReasons.WrongType)]
    // Text in ordinal order; the operand is everything after the operator.
    [InlineData("123", "s== 123", null)]
    [InlineData("1234", "s== 123", CapabilityReasons.Mismatch)]
    [InlineData("1234", "s!= 123", null)]
    [InlineData("123", "s!= 123", CapabilityReasons.Mismatch)]
    [InlineData("234", "s< 1000", CapabilityReasons.Mismatch)]
    [InlineData("1000", "s< 234", null)]
    [InlineData("1000", "s<= 1000", null)]
    [InlineData("2", "s<= 12", CapabilityReasons.Mismatch)]
    [InlineData("2", "s> 12", null)]
    [InlineData("12", "s> 2", CapabilityReasons.Mismatch)]
    [InlineData("2", "s>= 2", null)]
    [InlineData("12", "s>= 2", CapabilityReasons.Mismatch)]
    [InlineData("Tesla T4", "s== Tesla T4", null)]
    // Empty text is a value, too.
    [InlineData("", "s== ", null)]
    [InlineData("", "s==", null)]
    [InlineData("1", "s== ", CapabilityReasons.Mismatch)]
    [InlineData("1", "s!= ", null)]
    [InlineData("", "s!=", CapabilityReasons.Mismatch)]
    // Contains.
    [InlineData("12311321", "<in> 11", null)]
    [InlineData("12310321", "<in> 11", CapabilityReasons.Mismatch)]
    [InlineData("aes mmx aux", "<all-in> aes mmx", null)]
    [InlineData("aes mmx aux", "<all-in> aes txt", CapabilityReasons.Mismatch)]
    // One of.
    [InlineData("12", "<or> 11 <or> 12", null)]
    [InlineData("12", "<or> 11 <or> 12 <or>", null)]
    [InlineData("13", "<or> 11 <or> 12", CapabilityReasons.Mismatch)]
    [InlineData("H200", "<or> H100 <or> H200", null)]
    [InlineData("Tesla T4", "<or> H100 <or> Tesla T4", null)]
    [InlineData("H100 H200", "<or> H100 H200", null)]
    [InlineData("1", "<or> 1", null)]
    // Operand missing, or not a number: fails on every host.
    [InlineData("1", "==", CapabilityReasons.BadOperand)]
    [InlineData("1", "!= ", CapabilityReasons.BadOperand)]
    [InlineData("1", ">= one", CapabilityReasons.BadOperand)]
    [InlineData("1", ">= 1 2", CapabilityReasons.BadOperand)]
    [InlineData("1", "< NaN", CapabilityReasons.BadOperand)]
    [InlineData("1", "< 1e999", CapabilityReasons.BadOperand)]
    [InlineData("1", "< Infinity", CapabilityReasons.BadOperand)]
    [InlineData("1", "s<", CapabilityReasons.BadOperand)]
    [InlineData("1", "s>= ", CapabilityReasons.BadOperand)]
    [InlineData("1", "<in>", CapabilityReasons.BadOperand)]
    [InlineData("1", "<all-in> ", CapabilityReasons.BadOperand)]
    [InlineData("1", "<or>", CapabilityReasons.BadOperand)]
    [InlineData("1", "<or> <or>", CapabilityReasons.BadOperand)]
    public void Evaluate_Text_Answers(string value, string expression, string? reason) => Assert.Equal(
        new CapabilityVerdict(reason), CapabilityExpression.Parse(expression).Evaluate(CapabilityValue.FromText(value)));

    [Theory]
    [InlineData(6000, ">= 6000", null)]
    [InlineData(5999, "= 6000", CapabilityReasons.Mismatch)]
    [InlineData(0, "== 0", null)]
    [InlineData(16, "16", null)]
    [InlineData(16, "16.0", CapabilityReasons.Mismatch)]
    [InlineData(0.5, "s== 0.5", null)]
    [InlineData(16, "<or> 8 <or> 16", null)]
    [InlineData(16, "<in> 16", null)]
    [InlineData(16, "<in> 6", CapabilityReasons.Mismatch)]
    [InlineData(9, "s> 10", null)]
    public void Evaluate_Number_Answers(double value, string expression, string? reason) => Assert.Equal(
        new CapabilityVerdict(reason), CapabilityExpression.Parse(expression).Evaluate(CapabilityValue.FromNumber(value)));

    [Theory]
    [InlineData("true", null)]
    [InlineData("True", CapabilityReasons.Mismatch)]
    [InlineData("<or> false <or> true", null)]
    [InlineData("<in> true", null)]
    [InlineData("s!= false", null)]
    [InlineData("== 1", CapabilityReasons.WrongType)]
    public void Evaluate_Boolean_Answers(string expression, string? reason) => Assert.Equal(
        new CapabilityVerdict(reason), CapabilityExpression.Parse(expression).Evaluate(CapabilityValue.FromBoolean(true)));

    [Theory]
    [InlineData("<in> aes", null)]
    [InlineData("<in> ae", CapabilityReasons.Mismatch)]
    [InlineData("<in> 4", null)]
    [InlineData("<all-in> aes mmx", null)]
    [InlineData("<all-in> mmx 4 aes", null)]
    [InlineData("<all-in> aes sse", CapabilityReasons.Mismatch)]
    [InlineData("aes", CapabilityReasons.Mismatch)]
    [InlineData("<or> aes <or> mmx", CapabilityReasons.Mismatch)]
    [InlineData("s== aes", CapabilityReasons.WrongType)]
    [InlineData("s!= aes", CapabilityReasons.WrongType)]
    [InlineData(">= 1", CapabilityReasons.WrongType)]
    public void Evaluate_List_Answers(string expression, string? reason)
    {
        var flags = CapabilityValue.FromList(CapabilityValue.FromText("aes"), CapabilityValue.FromText("mmx"), CapabilityValue.FromNumber(4));

        Assert.Equal(new CapabilityVerdict(reason), CapabilityExpression.Parse(expression).Evaluate(flags));
    }

    [Theory]
    [InlineData("kvm", CapabilityReasons.Missing)]
    [InlineData("", CapabilityReasons.Missing)]
    [InlineData("!= 1", CapabilityReasons.Missing)]
    [InlineData("s!= kvm", CapabilityReasons.Missing)]
    [InlineData("<or> a <or> b", CapabilityReasons.Missing)]
    [InlineData(">= x", CapabilityReasons.BadOperand)]
    public void Evaluate_Missing_Fails(string expression, string reason) =>
        Assert.Equal(new CapabilityVerdict(reason), CapabilityExpression.Parse(expression).Evaluate(null));

    [Theory]
    [InlineData(">= 6000", null)]
    [InlineData("kvm", null)]
    [InlineData("==", "\"==\" has no operand")]
    [InlineData("<or> ", "\"<or>\" has no operand")]
    [InlineData(">= six", "\">=\" needs a number, not \"six\"")]
    public void Parse_Operand_SaysWhatIsWrong(string expression, string? fault) =>
        Assert.Equal(fault, CapabilityExpression.Parse(expression).Fault);

    [Fact]
    public void Parse_AnyText_NeverThrows()
    {
        var word = Gen.OneOf(
            Gen.OneOf("=", "==", "!=", ">=", "<=", ">", "<", "s==", "s!=", "s<", "s>=", "<in>", "<all-in>", "<or>", " ", "\t", "1", "x"),
            Gen.String);
        var value = Gen.OneOf(
            word.Select(CapabilityValue.FromText),
            Gen.Double.Where(double.IsFinite).Select(CapabilityValue.FromNumber),
            Gen.Bool.Select(CapabilityValue.FromBoolean),
            word.Array[0, 3].Select(words => CapabilityValue.FromList(words.Select(CapabilityValue.FromText).ToArray())));

        Gen.Select(word.Array[0, 5], value).Sample(
            (words, actual) =>
            {
                var expression = CapabilityExpression.Parse(string.Join(' ', words));
                Assert.Equal(expression.Fault is not null, expression.Evaluate(actual).Reason == CapabilityReasons.BadOperand);
                Assert.False(expression.Evaluate(null).Passed);
            },
            iter: 20_000);
    }

    [Fact]
    public void Evaluate_Passing_AllocatesNothing()
    {
        (CapabilityExpression Expression, CapabilityValue Value)[] cases =
        [
            (CapabilityExpression.Parse(">= 6000"), CapabilityValue.FromText("6000")),
            (CapabilityExpression.Parse("16"), CapabilityValue.FromNumber(16)),
            (CapabilityExpression.Parse("s>= 1"), CapabilityValue.FromNumber(0.1 + 2)),
            (CapabilityExpression.Parse("<or> a <or> true"), CapabilityValue.FromBoolean(true)),
            (CapabilityExpression.Parse("<all-in> a b"), CapabilityValue.FromList(CapabilityValue.FromText("b"), CapabilityValue.FromText("a"))),
        ];
        Assert.All(cases, item => Assert.True(item.Expression.Evaluate(item.Value).Passed));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            foreach (var (expression, value) in cases)
            {
                expression.Evaluate(value);
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_096);
    }
}
