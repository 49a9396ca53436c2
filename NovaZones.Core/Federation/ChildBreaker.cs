namespace NovaZones.Core.Federation;

/// <summary>Why requests do not ask a child although it is there.</summary>
/// <param name="Reason">How its last answer failed.</param>
/// <param name="RetryAt">From when on a request may try it again, UTC.</param>
public sealed record ChildBreaker(string Reason, DateTimeOffset RetryAt);
