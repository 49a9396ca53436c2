using NovaZones.Core.Claims;

namespace NovaZones.Data.Claims;

/// <summary>Lets generations of hosts grow for ever although claims and releases do not store them. Used in the store's turn alone.</summary>
/// <remarks>
/// One number is stored that is above every generation that any host had; it is raised in the transaction after which the first generation
/// above it is seen. Whoever starts gives all hosts that number at least. So a plan, however old and whoever keeps it, never takes a host
/// for unchanged that was loaded meanwhile (docs/decisions/ADR-008).
/// </remarks>
internal sealed class GenerationReserve
{
    /// <summary>Generations of one host that are covered by one write.</summary>
    private const long Step = 1 << 20;

    private long _above;
    private long _written;

    /// <summary>Stores with every host what it has at least, since from here on the rows alone decide. A second time it does nothing.</summary>
    public static async Task StoreAsync(ClaimSession session, CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync(ClaimStatements.ReadGenerations, cancellationToken).ConfigureAwait(false) is > 0 and var least)
        {
            await session.ExecuteAsync(ClaimStatements.RaiseGenerations, cancellationToken, least).ConfigureAwait(false);
            await session.ExecuteAsync(ClaimStatements.ClearGenerations, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sees to it that the number is above what the hosts of a group get.</summary>
    public async ValueTask CoverAsync(ClaimSession session, IReadOnlyList<HostChange> hosts, CancellationToken cancellationToken)
    {
        long highest = 0;
        foreach (var host in hosts)
        {
            highest = Math.Max(highest, host.After.Generation);
        }

        if (highest >= _above)
        {
            _written = highest + Step;
            await session.ExecuteAsync(ClaimStatements.CoverGenerations, cancellationToken, _written).ConfigureAwait(false);
        }
    }

    /// <summary>What was written counts.</summary>
    public void Committed() => _above = _written;

    /// <summary>What was written may not count: it is written again.</summary>
    public void Forget() => _above = _written = 0;
}
