namespace NovaZones.Core.Placement.Lanes;

/// <summary>Members of a server group in one domain that counts.</summary>
/// <param name="Domain">Opaque key of the domain; the same in every zone for one request.</param>
/// <param name="Members">Members in it, 0 or more.</param>
public readonly record struct DomainMembers(ulong Domain, long Members);
