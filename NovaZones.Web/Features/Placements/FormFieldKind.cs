namespace NovaZones.Web.Features.Placements;

/// <summary>How the text of a form's field is read.</summary>
public enum FormFieldKind
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A list, separated by blanks or commas.</summary>
    Words,

    /// <summary>A list, separated by commas; a name may have blanks.</summary>
    Names,

    /// <summary>Lists, separated by semicolons, of words.</summary>
    WordSets,

    /// <summary>Lists, separated by semicolons, of names.</summary>
    NameSets,
}
