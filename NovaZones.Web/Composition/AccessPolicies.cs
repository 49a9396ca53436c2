namespace NovaZones.Web.Composition;

/// <summary>The names of the authorization policies. A token meets one by its scope, a person by role.</summary>
internal static class AccessPolicies
{
    /// <summary>See anything: scope <c>read</c>, or any role.</summary>
    public const string Read = nameof(Read);

    /// <summary>Place and release: scope <c>placements:write</c>, or Operator.</summary>
    public const string PlacementsWrite = nameof(PlacementsWrite);

    /// <summary>Report hosts: scope <c>hosts:report</c>, or Operator.</summary>
    public const string HostsReport = nameof(HostsReport);

    /// <summary>Act as this zone's parent: scope <c>zone:parent</c>, or Administrator.</summary>
    public const string ZoneParent = nameof(ZoneParent);

    /// <summary>See what a parent may see of this zone: scope <c>read</c> or <c>zone:parent</c>, or any role.</summary>
    public const string ReadOrParent = nameof(ReadOrParent);

    /// <summary>See what a host may see of itself: scope <c>read</c> or <c>hosts:report</c>, or any role.</summary>
    public const string ReadOrReport = nameof(ReadOrReport);

    /// <summary>Switch hosts, edit policies and child zones: scope <c>admin</c>, or Operator.</summary>
    public const string Operate = nameof(Operate);

    /// <summary>Everything else: scope <c>admin</c>, or Administrator.</summary>
    public const string Admin = nameof(Admin);

    /// <summary>Be a person who is signed in, with whatever role or none: one's own account, and signing out.</summary>
    public const string Person = nameof(Person);
}
