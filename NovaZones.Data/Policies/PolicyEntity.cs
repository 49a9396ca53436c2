namespace NovaZones.Data.Policies;

/// <summary>A row that says which version of a policy is the newest.</summary>
internal sealed class PolicyEntity
{
    public const int NameLength = 64;

    public required string Name { get; init; }

    public required int CurrentVersion { get; set; }
}
