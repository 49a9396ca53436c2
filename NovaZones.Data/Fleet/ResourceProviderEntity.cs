namespace NovaZones.Data.Fleet;

/// <summary>A row for anything with an inventory: a host's root or something inside it.</summary>
internal sealed class ResourceProviderEntity
{
    public const int NameLength = 255;

    public required Guid Id { get; init; }

    /// <summary>The host's root; its own id for the root itself.</summary>
    public required Guid RootId { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>Position in the host's list of providers, parents before children.</summary>
    public required int Ordinal { get; init; }

    public required string Name { get; init; }

    /// <summary>Guards claims; only the root's counts.</summary>
    public required long Generation { get; init; }

    /// <summary>Names as a JSON list.</summary>
    public required string Traits { get; init; }
}
