namespace NovaZones.Core.Access;

/// <summary>What a person who signed in may do. Each role includes the ones before it.</summary>
public static class Roles
{
    /// <summary>Sees everything, changes nothing.</summary>
    public const string Viewer = "Viewer";

    /// <summary>Places, releases, switches hosts, edits policies and child zones.</summary>
    public const string Operator = "Operator";

    /// <summary>Everything, including people, tokens and the job dashboard.</summary>
    public const string Administrator = "Administrator";

    /// <summary>Every role, the weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Administrator];
}
