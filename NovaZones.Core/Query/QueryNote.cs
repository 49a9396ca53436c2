using NovaZones.Core.Fleet;

namespace NovaZones.Core.Query;

/// <summary>One remark about one host.</summary>
/// <param name="Reason">One of <see cref="QueryReasons"/>.</param>
/// <param name="Position">The comparison's place in the query: <c>query[2]</c>.</param>
/// <param name="Variable">The variable as written, or null when the comparison has none.</param>
/// <param name="Wanted">The comparison that was wanted: <c>$free.MEMORY_MB &gt;= 1024</c>, <c>not ($rack = "r1")</c>.</param>
/// <param name="Actual">The host's value, or null when it has none.</param>
public sealed record QueryNote(string Reason, string Position, string? Variable, string Wanted, CapabilityValue? Actual);
