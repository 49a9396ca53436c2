namespace NovaZones.Core.Fleet;

/// <summary>Members of one server group on a host.</summary>
/// <param name="Group">Key of the group.</param>
/// <param name="Members">At least 1.</param>
public readonly record struct GroupCount(string Group, int Members);
