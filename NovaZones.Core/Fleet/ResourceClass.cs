namespace NovaZones.Core.Fleet;

/// <summary>Names of countable resources (DESIGN: "resource class").</summary>
public static class ResourceClass
{
    /// <summary>Virtual processors.</summary>
    public const string Vcpu = "VCPU";

    /// <summary>Main memory in MiB.</summary>
    public const string MemoryMb = "MEMORY_MB";

    /// <summary>Local storage in GiB.</summary>
    public const string DiskGb = "DISK_GB";

    /// <summary>Largest amount of any class on one provider or in one request: 10^12 units.</summary>
    /// <remarks>So that the sum over a million hosts stays far inside 64 bits.</remarks>
    public const long MaxAmount = 1_000_000_000_000;

    /// <summary>Longest name in characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>Whether a name is upper-case letters, digits and <c>_</c>, beginning with a letter (1 to 255 characters).</summary>
    public static bool IsValidName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxNameLength || !char.IsAsciiLetterUpper(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
