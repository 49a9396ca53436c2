namespace NovaZones.Core.Fleet.Columns;

/// <summary>One attribute of every host of a block, laid out so that many hosts are judged at once (immutable).</summary>
/// <remarks>Built when first asked for, then carried from version to version of the block.</remarks>
internal abstract class BlockColumn(ColumnKind kind, string name)
{
    public ColumnKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>The column once a row holds another host (null: none); itself when nothing changed, null when it is best built anew.</summary>
    public abstract BlockColumn? With(int row, Host? host);
}

/// <summary>What a column tells.</summary>
internal enum ColumnKind
{
    /// <summary>Free and capacity of a resource class.</summary>
    Resource,

    /// <summary>Which machines are alike in what they offer.</summary>
    Shape,

    /// <summary>Whether any provider of the host has a trait.</summary>
    Trait,

    /// <summary>Whether the host is in an availability zone.</summary>
    AvailabilityZone,

    /// <summary>Whether the host is in an aggregate.</summary>
    Aggregate,

    /// <summary>Whether the operator lets the host be used.</summary>
    Enabled,

    /// <summary>The value of a capability.</summary>
    Capability,

    /// <summary>Members of a server group.</summary>
    Members,

    /// <summary>The hash of the host's name that breaks ties.</summary>
    NameHash,
}
