namespace NovaZones.Core;

/// <summary>One thing wrong with an input, addressed to the person who sent it.</summary>
/// <param name="Field">Path of the field as the sender wrote it, for example <c>traits.anyOf[1][0]</c>; empty for the whole body.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence.</param>
public readonly record struct Fault(string Field, string Message)
{
    /// <summary>The same fault of an input that stands in a field of a larger one.</summary>
    internal Fault Under(string field) => this with { Field = Field.Length == 0 ? field : $"{field}.{Field}" };

    /// <inheritdoc/>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
