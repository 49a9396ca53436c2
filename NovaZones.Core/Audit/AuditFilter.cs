namespace NovaZones.Core.Audit;

/// <summary>Which records to list, newest first.</summary>
/// <param name="Limit">Most records, 1 or more.</param>
/// <param name="Before">Only records with a smaller number; null from the newest on.</param>
/// <param name="Act">Only this act, or all acts that begin with this word and a dot; null for all.</param>
/// <param name="Actor">Only acts of the person or token of exactly this name; null for all.</param>
/// <param name="Text">Only records in whose subject or actor's name this stands; null for all.</param>
/// <param name="From">Only records of this moment or later; null for all.</param>
/// <param name="To">Only records before this moment; null for all.</param>
/// <param name="Outcome">Only acts that ended so; null for all.</param>
public sealed record AuditFilter(
    int Limit,
    long? Before = null,
    string? Act = null,
    string? Actor = null,
    string? Text = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    AuditOutcome? Outcome = null);
