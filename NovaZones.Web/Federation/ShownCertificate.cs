using System.Security.Cryptography.X509Certificates;

namespace NovaZones.Web.Federation;

/// <summary>What a child showed when a connection was made, kept to be looked at again while the connection stands.</summary>
internal sealed class ShownCertificate : IDisposable
{
    private ShownCertificate(X509Certificate2 own, X509Certificate2Collection between)
    {
        Own = own;
        Between = between;
    }

    /// <summary>The child's own.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>What was sent along or found between it and its authority.</summary>
    public X509Certificate2Collection Between { get; }

    /// <summary>A copy: what a handshake shows is gone with it.</summary>
    public static ShownCertificate CopyOf(X509Certificate2 shown, X509Chain? told) => new(Copy(shown), [.. BetweenOf(told).Select(Copy)]);

    /// <summary>Authorities between the one that is trusted and the child's own certificate, as it sent them along.</summary>
    public static X509Certificate2Collection BetweenOf(X509Chain? told) => told is null ? [] : [.. told.ChainElements.Select(element => element.Certificate), .. told.ChainPolicy.ExtraStore];

    /// <inheritdoc />
    public void Dispose()
    {
        Own.Dispose();
        foreach (var certificate in Between)
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);
}
