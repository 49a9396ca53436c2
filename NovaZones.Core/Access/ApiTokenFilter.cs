namespace NovaZones.Core.Access;

/// <summary>Which tokens to list.</summary>
/// <param name="Limit">The most to answer.</param>
/// <param name="Text">A part of the name, small and capital letters alike; null for all.</param>
/// <param name="UsableAt">Only those that are good at this moment; null for the revoked and expired ones, too.</param>
public sealed record ApiTokenFilter(int Limit, string? Text = null, DateTimeOffset? UsableAt = null);
