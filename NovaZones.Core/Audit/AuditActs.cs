namespace NovaZones.Core.Audit;

/// <summary>What is recorded. The words stand in records, exports and filters, and never change.</summary>
public static class AuditActs
{
    /// <summary>Records were deleted because their time of keeping was over; says where the chain goes on.</summary>
    public const string AuditPruned = "audit.pruned";

    /// <summary>A version of a policy was saved.</summary>
    public const string PolicySaved = "policy.saved";

    /// <summary>A policy was removed with all its versions.</summary>
    public const string PolicyRemoved = "policy.removed";

    /// <summary>Rules of an aggregate were set or changed.</summary>
    public const string AggregateSaved = "aggregate.saved";

    /// <summary>Rules of an aggregate were removed.</summary>
    public const string AggregateRemoved = "aggregate.removed";

    /// <summary>A quota was set or changed.</summary>
    public const string QuotaSaved = "quota.saved";

    /// <summary>A quota was removed.</summary>
    public const string QuotaRemoved = "quota.removed";

    /// <summary>A child zone was added.</summary>
    public const string ChildAdded = "child.added";

    /// <summary>A child zone was changed.</summary>
    public const string ChildChanged = "child.changed";

    /// <summary>A child zone was removed.</summary>
    public const string ChildRemoved = "child.removed";

    /// <summary>A host was enabled.</summary>
    public const string HostEnabled = "host.enabled";

    /// <summary>A host was disabled.</summary>
    public const string HostDisabled = "host.disabled";

    /// <summary>A host was removed.</summary>
    public const string HostRemoved = "host.removed";

    /// <summary>An API token was made.</summary>
    public const string TokenCreated = "token.created";

    /// <summary>An API token was revoked.</summary>
    public const string TokenRevoked = "token.revoked";

    /// <summary>A person was added.</summary>
    public const string UserCreated = "user.created";

    /// <summary>Something about a person changed: name, password, lockout, second factor.</summary>
    public const string UserChanged = "user.changed";

    /// <summary>A person was removed.</summary>
    public const string UserRemoved = "user.removed";

    /// <summary>A person was given a role.</summary>
    public const string RoleGiven = "user.role-given";

    /// <summary>A role was taken from a person.</summary>
    public const string RoleTaken = "user.role-taken";

    /// <summary>The ring of keys got a new key.</summary>
    public const string KeyMade = "key.made";

    /// <summary>A person signed in.</summary>
    public const string SignedIn = "sign-in.succeeded";

    /// <summary>Somebody tried to sign in and was refused.</summary>
    public const string SignInRefused = "sign-in.refused";

    /// <summary>A person signed out.</summary>
    public const string SignedOut = "sign-out";

    /// <summary>Something was set off in the dashboard of jobs.</summary>
    public const string JobsDashboard = "jobs.dashboard";

    /// <summary>The database was put back from a backup.</summary>
    public const string DatabaseRestored = "database.restored";
}
