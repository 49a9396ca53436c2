using NovaZones.Core.Fleet;
using NovaZones.Core.Query;
using Xunit;

namespace NovaZones.Tests.Unit.Nova;

/// <summary>
/// The operators that Nova documents for extra specs, each on both sides of its boundary, and then every one against what hosts may report
/// instead: nothing, a list, a boolean, text that is no number. Where DESIGN section 4 corrects Nova the case says so.
/// </summary>
public sealed class ExtraSpecOperatorTests
{
    private static readonly string[] _numeric = ["=", "==", "!=", ">=", "<=", ">", "<"];
    private static readonly string[] _textual = ["s==", "s!=", "s>=", "s>", "s<=", "s<"];
    private static readonly string[] _collective = ["<in>", "<all-in>", "<or>"];

    public static TheoryData<string> Numeric { get; } = [.. _numeric];

    public static TheoryData<string> Textual { get; } = [.. _textual];

    /// <summary>All but the two that can compare with empty text.</summary>
    public static TheoryData<string> InNeedOfAnOperand { get; } = [.. _numeric.Concat(_textual).Concat(_collective).Except(["s==", "s!="])];

    public static TheoryData<string> All { get; } = [.. _numeric.Concat(_textual).Concat(_collective)];

    [Theory]
    // Nova: "equal to or greater than as a number".
    [InlineData("= 5", "5", "4.999")]
    [InlineData("= 5", "6", "-5")]
    [InlineData("== 5", "5.0", "5.001")]
    [InlineData("!= 5", "5.001", "5e0")]
    [InlineData(">= 5", "5", "4")]
    [InlineData("<= 5", "5", "6")]
    // Corrected: Nova had no > and < for numbers.
    [InlineData("> 5", "5.001", "5")]
    [InlineData("< 5", "4.999", "5")]
    // As numbers, not letter by letter.
    [InlineData(">= 9", "10", "8")]
    [InlineData("<= 10", "9", "11")]
    // As text, letter by letter.
    [InlineData("s== 2.1.0", "2.1.0", "2.1")]
    [InlineData("s!= 2.1.0", "2.1", "2.1.0")]
    [InlineData("s>= 2.1.0", "2.1.0", "2.0.9")]
    [InlineData("s>= 9", "9", "10")]
    [InlineData("s> 2.1.0", "2.1.1", "2.1.0")]
    [InlineData("s<= 2.1.0", "2.1.0", "2.1.1")]
    [InlineData("s< 2.1.0", "2.0.9", "2.1.0")]
    // Corrected: letters are compared by their code, whatever the machine's language.
    [InlineData("s< a", "B", "b")]
    [InlineData("<in> gcc", "libgcc-12", "clang")]
    [InlineData("<all-in> aes mmx", "mmx sse aes", "aes sse")]
    [InlineData("<or> fpu <or> gpu", "gpu", "npu")]
    // Corrected: an alternative is whole, so that neither a part nor an empty one matches.
    [InlineData("<or> fpu <or>", "fpu", "")]
    [InlineData("<or> 1 <or> 10", "10", "100")]
    // No operator: the text itself.
    [InlineData("kvm", "kvm", "KVM")]
    // Corrected: an operator is a word of its own.
    [InlineData(">=5", ">=5", "6")]
    public void Evaluate_BothSides_PassAndFail(string expression, string passes, string fails)
    {
        var parsed = CapabilityExpression.Parse(expression);

        Assert.Null(parsed.Fault);
        Assert.Equal(new CapabilityVerdict(null), parsed.Evaluate(CapabilityValue.FromText(passes)));
        Assert.Equal(new CapabilityVerdict(CapabilityReasons.Mismatch), parsed.Evaluate(CapabilityValue.FromText(fails)));
    }

    /// <summary>Also for "not equal": a host that reports nothing is not known to differ.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Evaluate_MissingCapability_Fails(string @operator) =>
        Assert.Equal(new CapabilityVerdict(CapabilityReasons.Missing), CapabilityExpression.Parse($"{@operator} 5").Evaluate(null));

    /// <summary>Corrected: Nova raised an exception on some of these and passed others.</summary>
    [Theory]
    [MemberData(nameof(InNeedOfAnOperand))]
    public void Evaluate_NoOperand_FailsWithTheReason(string @operator)
    {
        foreach (var text in new[] { @operator, $"{@operator} ", $"  {@operator}\t" })
        {
            var parsed = CapabilityExpression.Parse(text);

            Assert.Equal($"\"{@operator}\" has no operand", parsed.Fault);
            Assert.Equal(new CapabilityVerdict(CapabilityReasons.BadOperand), parsed.Evaluate(CapabilityValue.FromText("5")));
        }
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Evaluate_OperandNotANumber_FailsOnEveryHost(string @operator)
    {
        foreach (var operand in new[] { "five", "5 6", "0x10", "5,5", "NaN", "-Infinity", "1e999", "<or> 5" })
        {
            var parsed = CapabilityExpression.Parse($"{@operator} {operand}");

            Assert.NotNull(parsed.Fault);
            Assert.All(
                [CapabilityValue.FromNumber(5), CapabilityValue.FromText("five"), CapabilityValue.FromText("NaN")],
                value => Assert.Equal(new CapabilityVerdict(CapabilityReasons.BadOperand), parsed.Evaluate(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Numeric))]
    public void Evaluate_ValueNotANumber_IsOfTheWrongType(string @operator) => Assert.All(
        [
            CapabilityValue.FromText("five"), CapabilityValue.FromText(""), CapabilityValue.FromText("NaN"), CapabilityValue.FromText("Infinity"),
            CapabilityValue.FromBoolean(true), CapabilityValue.FromList(CapabilityValue.FromNumber(5)), CapabilityValue.FromList(),
        ],
        value => Assert.Equal(new CapabilityVerdict(CapabilityReasons.WrongType), CapabilityExpression.Parse($"{@operator} 5").Evaluate(value)));

    [Theory]
    [MemberData(nameof(Textual))]
    public void Evaluate_TextOfAList_IsOfTheWrongType(string @operator) => Assert.Equal(
        new CapabilityVerdict(CapabilityReasons.WrongType),
        CapabilityExpression.Parse($"{@operator} aes").Evaluate(CapabilityValue.FromList(CapabilityValue.FromText("aes"))));

    [Theory]
    // A list has elements, not substrings.
    [InlineData("<in> aes", true)]
    [InlineData("<in> ae", false)]
    [InlineData("<in> 4", true)]
    [InlineData("<in> true", true)]
    [InlineData("<in> two words", true)]
    [InlineData("<all-in> aes 4 true", true)]
    [InlineData("<all-in> aes sse", false)]
    // Words are separate elements here, so that one of two words is never found.
    [InlineData("<all-in> two words", false)]
    [InlineData("<or> aes <or> 4", false)]
    [InlineData("aes", false)]
    public void Evaluate_List_FindsWholeElements(string expression, bool passes)
    {
        var list = CapabilityValue.FromList(
            CapabilityValue.FromText("aes"), CapabilityValue.FromNumber(4), CapabilityValue.FromBoolean(true), CapabilityValue.FromText("two words"));

        Assert.Equal(new CapabilityVerdict(passes ? null : CapabilityReasons.Mismatch), CapabilityExpression.Parse(expression).Evaluate(list));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Evaluate_EmptyList_NeverPasses(string @operator) =>
        Assert.False(CapabilityExpression.Parse($"{@operator} 5").Evaluate(CapabilityValue.FromList()).Passed);
}
