namespace NovaZones.Core.Fleet;

/// <summary>The text of a host's newest report, as far as it takes to know it again.</summary>
/// <param name="digest">Of the text.</param>
/// <param name="host">The version of the host to which the text says nothing new.</param>
internal sealed class HeardReport(UInt128 digest, Host host)
{
    /// <summary>Whether a text of that digest says nothing new to that version.</summary>
    public bool SaysNothingNew(UInt128 other, Host version) => digest == other && ReferenceEquals(host, version);
}
