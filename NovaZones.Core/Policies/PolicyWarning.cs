namespace NovaZones.Core.Policies;

/// <summary>Something a policy can be saved with, but that its operator should know.</summary>
/// <param name="Field">Where: <c>filters</c>, or the limit that has no effect.</param>
/// <param name="Message">What it means, a sentence for people.</param>
/// <param name="Filter">The filter whose adding ends it.</param>
public sealed record PolicyWarning(string Field, string Message, string Filter);
