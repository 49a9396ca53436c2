namespace NovaZones.Core.Audit;

/// <summary>A record of the audit log: one act, and its link in the chain.</summary>
/// <param name="Sequence">Its number; the first of a zone is 1, and none is left out.</param>
/// <param name="At">When it was recorded, UTC, in microseconds.</param>
/// <param name="Actor">Who acted, and from where.</param>
/// <param name="Act">What was done, from <see cref="AuditActs"/>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Before">What was, as JSON, or null.</param>
/// <param name="After">What is, as JSON, or null.</param>
/// <param name="PreviousHash">Hash of the record before it, 32 bytes; zeros before the first.</param>
/// <param name="Hash">Its own hash, 32 bytes, as <see cref="AuditChain.HashOf"/> says.</param>
public sealed record AuditEntry(
    long Sequence,
    DateTimeOffset At,
    AuditActor Actor,
    string Act,
    string Subject,
    AuditOutcome Outcome,
    string? Before,
    string? After,
    ReadOnlyMemory<byte> PreviousHash,
    ReadOnlyMemory<byte> Hash);
