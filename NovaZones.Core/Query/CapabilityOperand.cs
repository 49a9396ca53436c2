using System.Diagnostics;
using System.Globalization;
using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>One operand of a capability expression, in the forms it may be compared as.</summary>
/// <param name="Text">As written.</param>
/// <param name="IsNumber">Whether the text is a finite number.</param>
/// <param name="Number">The number; meaningless otherwise.</param>
internal readonly record struct CapabilityOperand(string Text, bool IsNumber, double Number)
{
    public static CapabilityOperand From(string text) => new(text, TryParseNumber(text, out var number), number);

    public static bool TryParseNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Whether this is exactly the value's invariant text; never so for a list.</summary>
    public bool IsTextOf(in CapabilityValue value) => value.Kind != CapabilityKind.List && OrderOf(value) == 0;

    /// <summary>The ordinal order of the value's invariant text against this one. Precondition: the value is no list.</summary>
    public int OrderOf(in CapabilityValue value) => value.Kind switch
    {
        CapabilityKind.Text => string.CompareOrdinal(value.Text, Text),
        CapabilityKind.Boolean => string.CompareOrdinal(value.Boolean ? "true" : "false", Text),
        CapabilityKind.Number => OrderOf(value.Number),
        _ => throw new UnreachableException(),
    };

    private int OrderOf(double number)
    {
        // The longest round-trip form of a double has 24 characters; formatted here because ToString would allocate per host.
        Span<char> buffer = stackalloc char[32];
        return number.TryFormat(buffer, out var length, "R", CultureInfo.InvariantCulture)
            ? ((ReadOnlySpan<char>)buffer[..length]).SequenceCompareTo(Text)
            : throw new UnreachableException();
    }
}
