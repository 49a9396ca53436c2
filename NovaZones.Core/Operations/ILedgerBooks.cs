namespace NovaZones.Core.Operations;

/// <summary>Reads the zone's books for a check; never writes and never holds up a claim.</summary>
public interface ILedgerBooks
{
    /// <summary>Everything as it is stored now, and at most <paramref name="oddRows"/> rows of each kind that break a rule.</summary>
    Task<LedgerBooks> ReadAsync(int oddRows, CancellationToken cancellationToken);
}
