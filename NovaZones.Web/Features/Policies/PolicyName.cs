using NovaZones.Core;

namespace NovaZones.Web.Features.Policies;

/// <summary>What a policy may be called; alike for the API and the console.</summary>
internal static class PolicyName
{
    private const int MaxLength = 64;

    /// <summary>What is wrong with a name, or null.</summary>
    public static Fault? FaultOf(string name) =>
        name.Length is 0 or > MaxLength || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            ? new Fault("name", "must be 1 to 64 letters, digits and . _ - only")
            : null;
}
