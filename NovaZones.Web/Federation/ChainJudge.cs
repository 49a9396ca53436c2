using System.Security.Cryptography.X509Certificates;

namespace NovaZones.Web.Federation;

/// <summary>Judges where a certificate comes from, what it is for, and whether its authority called it back. Thread-safe.</summary>
/// <param name="authorities">What alone is trusted; null for what the machine trusts.</param>
/// <param name="revocation">Whether lists are looked up. Those are fetched from where certificates of a trusted chain say, and from nowhere else.</param>
/// <param name="use">The use that it must be meant for, unless it names none.</param>
internal sealed class ChainJudge(X509Certificate2Collection? authorities, X509RevocationMode revocation, string use)
{
    /// <summary>RFC 5280, 4.2.1.12: id-kp-serverAuth.</summary>
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";

    /// <summary>RFC 5280, 4.2.1.12: id-kp-clientAuth.</summary>
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>How long what depends on a list is believed of an open connection.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether lists are looked up at all.</summary>
    public bool LooksUp => revocation != X509RevocationMode.NoCheck;

    /// <summary>Judges a certificate; may wait for a list.</summary>
    /// <param name="shown">The certificate.</param>
    /// <param name="between">What stands between it and its authority, as far as it was sent along.</param>
    /// <param name="at">The moment.</param>
    public ChainVerdict Judge(X509Certificate2 shown, X509Certificate2Collection between, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        if (authorities is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        chain.ChainPolicy.ExtraStore.AddRange(between);
        chain.ChainPolicy.RevocationMode = revocation;
        chain.ChainPolicy.RevocationFlag = X509RevocationFlag.ExcludeRoot;
        chain.ChainPolicy.UrlRetrievalTimeout = Patience;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(use));
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        if (chain.Build(shown))
        {
            return ChainVerdict.Good;
        }

        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return found switch
        {
            X509ChainStatusFlags.NotValidForUsage => ChainVerdict.WrongUse,
            _ when found.HasFlag(X509ChainStatusFlags.Revoked) => ChainVerdict.Revoked,
            _ when (found & ~(X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation)) == X509ChainStatusFlags.NoError => ChainVerdict.Unlisted,
            _ => ChainVerdict.Foreign,
        };
    }
}

/// <summary>What is wrong with a certificate.</summary>
internal enum ChainVerdict
{
    /// <summary>Nothing.</summary>
    Good,

    /// <summary>It is meant for something else.</summary>
    WrongUse,

    /// <summary>Its authority called it back.</summary>
    Revoked,

    /// <summary>No list can be had that tells of it.</summary>
    Unlisted,

    /// <summary>It does not come from what is trusted.</summary>
    Foreign,
}
