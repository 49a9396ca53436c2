using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace NovaZones.Core.Fleet;

/// <summary>The value of one capability: text, a finite number, a boolean, or a flat list of those.</summary>
/// <remarks>
/// Immutable and compared by content; lists are equal when their items are, in order. A struct, so that figures such as
/// what a host has free can be handed to a query without an allocation. The default value is the empty text.
/// </remarks>
[JsonConverter(typeof(CapabilityValueJsonConverter))]
public readonly partial struct CapabilityValue : IEquatable<CapabilityValue>
{
    // Text: the string. List: a CapabilityValue[] that nothing else can reach. Otherwise null.
    private readonly object? _content;

    // Number: the number. Boolean: 1 or 0.
    private readonly double _number;

    private CapabilityValue(CapabilityKind kind, object? content, double number)
    {
        Kind = kind;
        _content = content;
        _number = number;
    }

    /// <summary>Which of the typed accessors may be read.</summary>
    public CapabilityKind Kind { get; }

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is not text.</exception>
    public string Text => Kind == CapabilityKind.Text ? (string?)_content ?? "" : throw NotA(CapabilityKind.Text);

    /// <summary>The number, always finite.</summary>
    /// <exception cref="InvalidOperationException">The value is not a number.</exception>
    public double Number => Kind == CapabilityKind.Number ? _number : throw NotA(CapabilityKind.Number);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is not a boolean.</exception>
    public bool Boolean => Kind == CapabilityKind.Boolean ? _number != 0 : throw NotA(CapabilityKind.Boolean);

    /// <summary>The items of the list, none of them a list.</summary>
    /// <exception cref="InvalidOperationException">The value is not a list.</exception>
    public ImmutableArray<CapabilityValue> Items => Kind == CapabilityKind.List
        ? ImmutableCollectionsMarshal.AsImmutableArray((CapabilityValue[]?)_content)
        : throw NotA(CapabilityKind.List);

    /// <summary>A text value.</summary>
    public static CapabilityValue FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CapabilityValue(CapabilityKind.Text, text, 0);
    }

    /// <summary>A number value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public static CapabilityValue FromNumber(double number) => double.IsFinite(number)
        ? new CapabilityValue(CapabilityKind.Number, null, number)
        : throw new ArgumentOutOfRangeException(nameof(number), "A capability's number must be finite.");

    /// <summary>A boolean value.</summary>
    public static CapabilityValue FromBoolean(bool boolean) => new(CapabilityKind.Boolean, null, boolean ? 1 : 0);

    /// <summary>A list value; the items are copied.</summary>
    /// <exception cref="ArgumentException">An item is itself a list.</exception>
    public static CapabilityValue FromList(params ReadOnlySpan<CapabilityValue> items)
    {
        foreach (var item in items)
        {
            if (item.Kind == CapabilityKind.List)
            {
                throw new ArgumentException("A capability's list must be flat.", nameof(items));
            }
        }

        return new CapabilityValue(CapabilityKind.List, items.ToArray(), 0);
    }

    /// <summary>Whether two values are equal.</summary>
    public static bool operator ==(CapabilityValue left, CapabilityValue right) => left.Equals(right);

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(CapabilityValue left, CapabilityValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CapabilityValue other) => Kind == other.Kind && Kind switch
    {
        CapabilityKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
        CapabilityKind.List => Items.AsSpan().SequenceEqual(other.Items.AsSpan()),
        _ => _number == other._number,
    };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CapabilityValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (Kind != CapabilityKind.List)
        {
            return HashCode.Combine(Kind, Kind == CapabilityKind.Text ? Text.GetHashCode(StringComparison.Ordinal) : _number.GetHashCode());
        }

        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The value in the invariant culture: text as it is, <c>16</c>, <c>true</c>, <c>[a, 2]</c>.</summary>
    public override string ToString() => Kind switch
    {
        CapabilityKind.Text => Text,
        CapabilityKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        CapabilityKind.Boolean => Boolean ? "true" : "false",
        _ => $"[{string.Join(", ", Items)}]",
    };

    private InvalidOperationException NotA(CapabilityKind wanted) => new($"The capability value is {Kind}, not {wanted}.");
}
