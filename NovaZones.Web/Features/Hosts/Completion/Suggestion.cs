namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>A way in which a query may go on.</summary>
/// <param name="Label">What is offered.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The whole query when it is taken.</param>
public sealed record Suggestion(string Label, SuggestionKind Kind, string Text)
{
    /// <summary>Where the caret goes when it is taken.</summary>
    public int Caret { get; init; } = Text.Length;
}
