namespace NovaZones.Core.Query;

/// <summary>One thing wrong with a query's text.</summary>
/// <param name="Position">Where, as a path of indexes from the query's root: <c>query[2][0]</c>.</param>
/// <param name="Message">What is wrong and what is allowed, as a sentence.</param>
public sealed record QueryFault(string Position, string Message);
