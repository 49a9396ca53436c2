using System.Collections.Immutable;
using System.Diagnostics;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>What a request asks of one capability: <c>&gt;= 6000</c>, <c>&lt;or&gt; H100 &lt;or&gt; H200</c>, <c>kvm</c>.</summary>
/// <remarks>
/// DESIGN section 4, "Capability expressions". Parsed once, judged per host without allocating. Immutable; safe from any thread.
/// </remarks>
public sealed class CapabilityExpression
{
    private readonly CapabilityOperator _operator;
    private readonly CapabilityOperand[] _operands;
    private readonly string? _refusal;

    private CapabilityExpression(string text, CapabilityOperator @operator, CapabilityOperand[] operands, string? fault, string? refusal)
    {
        Text = text;
        _operator = @operator;
        _operands = operands;
        Fault = fault;
        _refusal = refusal;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>What is wrong with the operand, in words; null when nothing is. Such an expression fails on every host.</summary>
    public string? Fault { get; }

    /// <summary>Reads an expression. Every text is one, so this never fails; see <see cref="Fault"/>.</summary>
    public static CapabilityExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (@operator, symbol, words) = CapabilityExpressionParser.Split(text);
        var operands = words.Select(CapabilityOperand.From).ToArray();
        string? fault = null;
        if (operands.Length == 0)
        {
            fault = $"\"{symbol}\" has no operand";
        }
        else if (IsNumeric(@operator) && !operands[0].IsNumber)
        {
            fault = $"\"{symbol}\" needs a number, not {QueryQuote.Json(operands[0].Text)}";
        }

        return new CapabilityExpression(text, @operator, operands, fault, fault is null ? null : CapabilityReasons.BadOperand);
    }

    /// <summary>Judges a host's value; null means that the host has no such capability, which always fails.</summary>
    public CapabilityVerdict Evaluate(CapabilityValue? value)
    {
        if (_refusal is not null)
        {
            return new CapabilityVerdict(_refusal);
        }

        if (value is not { } actual)
        {
            return new CapabilityVerdict(CapabilityReasons.Missing);
        }

        return _operator switch
        {
            CapabilityOperator.Contains or CapabilityOperator.ContainsAll => CapabilityVerdict.Of(ContainsEvery(actual)),
            CapabilityOperator.Plain or CapabilityOperator.OneOf => CapabilityVerdict.Of(EqualsAny(actual)),
            _ when IsNumeric(_operator) => EvaluateNumber(actual),
            _ => EvaluateText(actual),
        };
    }

    /// <summary>Whether some number between two bounds, both included, may pass. Never false for bounds that hold one that does.</summary>
    internal bool MayHoldWithin(double least, double greatest)
    {
        if (least == greatest)
        {
            return Evaluate(CapabilityValue.FromNumber(least)).Passed;
        }

        return _refusal is null && _operator switch
        {
            CapabilityOperator.AtLeast or CapabilityOperator.NumberGreaterOrEqual => greatest >= _operands[0].Number,
            CapabilityOperator.NumberGreater => greatest > _operands[0].Number,
            CapabilityOperator.NumberLessOrEqual => least <= _operands[0].Number,
            CapabilityOperator.NumberLess => least < _operands[0].Number,
            CapabilityOperator.NumberEqual => IsWithin(_operands[0]),

            // A number's text is that of one number alone.
            CapabilityOperator.Plain or CapabilityOperator.OneOf or CapabilityOperator.TextEqual or CapabilityOperator.Contains => Array.Exists(_operands, IsWithin),
            CapabilityOperator.ContainsAll => Array.TrueForAll(_operands, IsWithin),
            _ => true,
        };

        bool IsWithin(CapabilityOperand operand) => operand.IsNumber && operand.Number >= least && operand.Number <= greatest;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsNumeric(CapabilityOperator @operator) =>
        @operator is >= CapabilityOperator.AtLeast and <= CapabilityOperator.NumberLess;

    private CapabilityVerdict EvaluateNumber(in CapabilityValue value)
    {
        if (!TryNumber(value, out var actual))
        {
            return new CapabilityVerdict(CapabilityReasons.WrongType);
        }

        var wanted = _operands[0].Number;
        return CapabilityVerdict.Of(_operator switch
        {
            CapabilityOperator.AtLeast or CapabilityOperator.NumberGreaterOrEqual => actual >= wanted,
            CapabilityOperator.NumberEqual => actual == wanted,
            CapabilityOperator.NumberNotEqual => actual != wanted,
            CapabilityOperator.NumberLessOrEqual => actual <= wanted,
            CapabilityOperator.NumberGreater => actual > wanted,
            CapabilityOperator.NumberLess => actual < wanted,
            _ => throw new UnreachableException(),
        });
    }

    private CapabilityVerdict EvaluateText(in CapabilityValue value)
    {
        if (value.Kind == CapabilityKind.List)
        {
            return new CapabilityVerdict(CapabilityReasons.WrongType);
        }

        var order = _operands[0].OrderOf(value);
        return CapabilityVerdict.Of(_operator switch
        {
            CapabilityOperator.TextEqual => order == 0,
            CapabilityOperator.TextNotEqual => order != 0,
            CapabilityOperator.TextLess => order < 0,
            CapabilityOperator.TextLessOrEqual => order <= 0,
            CapabilityOperator.TextGreater => order > 0,
            CapabilityOperator.TextGreaterOrEqual => order >= 0,
            _ => throw new UnreachableException(),
        });
    }

    private bool EqualsAny(in CapabilityValue value)
    {
        foreach (var operand in _operands)
        {
            if (operand.IsTextOf(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool ContainsEvery(in CapabilityValue value)
    {
        foreach (var operand in _operands)
        {
            if (!Contains(value, operand))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(in CapabilityValue value, in CapabilityOperand operand) => value.Kind switch
    {
        CapabilityKind.Text => value.Text.Contains(operand.Text, StringComparison.Ordinal),
        CapabilityKind.List => HasItem(value.Items, operand),
        _ => operand.IsTextOf(value),
    };

    private static bool HasItem(ImmutableArray<CapabilityValue> items, in CapabilityOperand operand)
    {
        foreach (var item in items)
        {
            if (operand.IsTextOf(item))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryNumber(in CapabilityValue value, out double number)
    {
        number = 0;
        switch (value.Kind)
        {
            case CapabilityKind.Number:
                number = value.Number;
                return true;

            // Reporters often send figures as text.
            case CapabilityKind.Text:
                return CapabilityOperand.TryParseNumber(value.Text, out number);
            default:
                return false;
        }
    }
}
