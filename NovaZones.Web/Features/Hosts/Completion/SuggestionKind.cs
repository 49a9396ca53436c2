namespace NovaZones.Web.Features.Hosts.Completion;

/// <summary>What a suggestion is.</summary>
public enum SuggestionKind
{
    /// <summary>A relation between values.</summary>
    Relation,

    /// <summary>Joins or turns conditions.</summary>
    Junction,

    /// <summary>Something that is known of hosts.</summary>
    Attribute,

    /// <summary>A value that hosts have.</summary>
    Value,

    /// <summary>Closes the condition.</summary>
    End,
}
