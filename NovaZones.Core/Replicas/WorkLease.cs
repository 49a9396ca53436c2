namespace NovaZones.Core.Replicas;

/// <summary>Who does a piece of work, or a replica's sign of life, as it is stored.</summary>
/// <param name="Name">The work.</param>
/// <param name="Holder">The replica; empty when it was given back.</param>
/// <param name="Beat">Grows with every sign of life.</param>
/// <param name="Fencing">Grows with every change of the holder.</param>
public sealed record WorkLease(string Name, Guid Holder, long Beat, long Fencing)
{
    /// <summary>The lease of everything that runs at one replica at a time.</summary>
    public const string Background = "background";

    /// <summary>The lease that one replica at a time holds while it starts.</summary>
    public const string Start = "start";

    private const string ReplicaPrefix = "replica:";

    /// <summary>The lease by which a replica shows that it lives.</summary>
    public static string OfReplica(Guid id) => $"{ReplicaPrefix}{id:N}";

    /// <summary>Whether it shows that a replica lives.</summary>
    public bool IsOfReplica => Name.StartsWith(ReplicaPrefix, StringComparison.Ordinal);
}
